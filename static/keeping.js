"use strict";
/* Sends what is being typed at the officers' desk to be kept, so that a reload or a crash loses none of it. */
(() => {
  const PAUSE = 1000, AGAIN = 15000, MOST_WHILE_LEAVING = 60000, TWICE = 3000;
  const address = document.currentScript.dataset.keep;

  const typedIn = (form) =>
    new URLSearchParams(
      [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !/passw/i.test(name))
    );

  /* A double click sends once: the answer to the second would say that nothing was saved. */
  function sendOnce(form) {
    let last = -Infinity;
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      if (event.timeStamp - last < TWICE) event.preventDefault();
      else last = event.timeStamp;
    });
    addEventListener("pageshow", () => (last = -Infinity));
  }

  function watch(form) {
    const said = document.createElement("p");
    said.className = "kept-said";
    said.setAttribute("role", "status");
    form.append(said);
    let last = typedIn(form).toString(), touched = false, timer, asking, sent = false;

    async function keep(leaving = false) {
      clearTimeout(timer);
      const body = typedIn(form), now = body.toString();
      if (sent || now === last) return;
      asking?.abort();
      const mine = (asking = new AbortController());
      try {
        const keepalive = leaving && now.length < MOST_WHILE_LEAVING;
        const answer = await fetch(address, { method: "POST", body, keepalive, signal: mine.signal });
        said.textContent = (await answer.json()).said;
        last = now;
      } catch {
        if (mine.signal.aborted) return;
        said.textContent = "Not kept yet: the portal cannot be reached. Trying again.";
        timer = setTimeout(keep, AGAIN);
      }
    }

    /* Chosen dates and records tell nobody, so every click and every step to another field counts as typing. */
    for (const event of ["input", "change", "click", "focusin", "focusout"]) {
      form.addEventListener(event, () => {
        touched = true;
        clearTimeout(timer);
        timer = setTimeout(keep, PAUSE);
      });
    }
    form.addEventListener("submit", () => {
      sent = true;
      clearTimeout(timer);
      asking?.abort();
    });
    addEventListener("load", () => touched || (last = typedIn(form).toString()));
    addEventListener("pageshow", () => (sent = false));
    document.addEventListener("visibilitychange", () => document.hidden && keep(true));
  }

  for (const told of document.querySelectorAll("[data-where-kept]")) told.hidden = false;
  for (const form of document.forms) {
    if (form.method === "post") sendOnce(form);
    if (form.elements._made_for) watch(form);
  }
})();
