"use strict";
/* Shows what needs scripts, where the browser knows passkeys, and says in words when one was not used. */
(() => {
  const fault = document.querySelector(".passkey-fault");
  const known = "PublicKeyCredential" in window;
  for (const form of document.querySelectorAll(".by-script")) form.hidden = !known;
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    fault.hidden = false;
  });
})();
