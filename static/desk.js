"use strict";
/* Names for what Django's admin leaves nameless to screen readers: its search boxes and its first column. */
addEventListener("load", () => {
  for (const box of document.querySelectorAll(".select2-selection")) {
    const select = box.closest(".select2-container")?.previousElementSibling;
    const label = select?.getAttribute("aria-label") || select?.labels?.[0]?.textContent;
    if (!label) continue;
    box.removeAttribute("aria-labelledby");
    box.setAttribute("aria-label", label.trim());
    box.firstElementChild?.removeAttribute("role");
  }
  for (const heading of document.querySelectorAll("th.original:empty")) heading.textContent = "Record";
});
