"use strict";
/* Says how a timescale is read while it is typed. Without it, the page says so once it is saved. */
document.addEventListener("input", ({ target }) => {
  const address = target.dataset?.reads;
  if (!address) return;
  const said = target.parentElement.querySelector(".timescale-reading");
  clearTimeout(target.pause);
  target.pause = setTimeout(async () => {
    const text = target.value;
    const answer = await fetch(`${address}?text=${encodeURIComponent(text)}`).catch(() => null);
    if (answer?.ok && text === target.value) said.textContent = (await answer.json()).reading;
  }, 300);
});
