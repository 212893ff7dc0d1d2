"use strict";
/* Names for what Django's admin leaves nameless to screen readers: its search boxes, its hints and its first column. */
const nameOf = (box) => {
  const select = box.closest(".select2-container")?.previousElementSibling;
  return (select?.getAttribute("aria-label") || select?.labels?.[0]?.textContent || "").trim();
};
const nameAll = () => {
  for (const box of document.querySelectorAll(".select2-selection[aria-labelledby]")) {
    box.removeAttribute("aria-labelledby");
    box.setAttribute("aria-label", nameOf(box));
    for (const attribute of ["role", "aria-readonly"]) box.firstElementChild.removeAttribute(attribute);
  }
  for (const box of document.querySelectorAll(".select2-search__field:not([aria-label])")) {
    box.setAttribute("aria-label", nameOf(box) || "Search");
  }
  for (const hint of document.querySelectorAll("span.help-tooltip:not([role])")) hint.setAttribute("role", "img");
};
addEventListener("DOMContentLoaded", () => {
  for (const heading of document.querySelectorAll("th.original:empty")) heading.textContent = "Record";
  nameAll();
  new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
});
