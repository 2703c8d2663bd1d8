// Pages are whole without this file.

// Each text marked for it gets a button that copies it.
for (const text of document.querySelectorAll("[data-copy]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "text copy";
  button.textContent = text.dataset.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.textContent);
    document.getElementById("dit").textContent = text.dataset.copied;
    button.textContent = text.dataset.copied;
    setTimeout(() => { button.textContent = text.dataset.copy; }, 2000);
  });
  (text.closest("pre") || text).after(button);
}

// The page of a job on its way: what it says is read again now and then, its result shown at its end.
const followed = document.querySelector("[data-follow]");
if (followed) {
  setInterval(async () => {
    const answer = await fetch(followed.dataset.follow);
    if (!answer.ok) return;
    const job = await answer.json();
    if (!["waiting", "running", "interrupted"].includes(job.state)) {
      location.reload();
      return;
    }
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const fresh = page.getElementById("calcul");
    if (!fresh) return;
    followed.replaceChildren(...fresh.childNodes);
    document.querySelector("progress").replaceWith(page.querySelector("progress"));
  }, followed.dataset.every * 1000);
}
