"use strict";
/* Says beneath a field how what is typed in it is read. Without it, the page says so once it was sent. */
document.addEventListener("input", ({ target }) => {
  const { reads } = target.dataset;
  const said = target.parentElement.querySelector("[data-reading]");
  if (!reads || !said) return;
  clearTimeout(target.pause);
  target.pause = setTimeout(async () => {
    const body = new URLSearchParams({ text: target.value });
    const headers = { "X-CSRFToken": target.form.elements.csrfmiddlewaretoken.value };
    const answer = await fetch(reads, { method: "POST", body, headers }).catch(() => null);
    if (!answer?.ok || target.value !== body.get("text")) return;
    said.textContent = (await answer.json()).reading;
    said.hidden = !said.textContent;
  }, 300);
});
