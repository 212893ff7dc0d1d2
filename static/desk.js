"use strict";
/* What Django's admin leaves out for screen readers and keys: names for its search boxes, its hints and its first column,
   and a way to scroll rows beside one another that are only read. */
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
  for (const rows of document.querySelectorAll(".inline-group")) {
    if (!rows.querySelector("a[href], button, input:not([type=hidden]), select, textarea")) rows.tabIndex = 0;
  }
  nameAll();
  new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
});
