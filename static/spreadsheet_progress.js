// Looks again every few seconds how far a spreadsheet is, and shows the page afresh once it is through.
const look = async () => {
  const answer = await fetch(location.href).catch(() => null);
  if (answer?.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.querySelector("progress")) {
      location.reload();
      return;
    }
    document.querySelector("#progress").value = page.querySelector("#progress").value;
    document.querySelector("#progress + span").textContent = page.querySelector("#progress + span").textContent;
  }
  setTimeout(look, 3000);
};
setTimeout(look, 3000);
