// Buttons that copy a text, the address of a link, or the file it leads to; without this script they stay hidden.
for (const button of document.querySelectorAll("button[data-copy]")) {
  const source = document.querySelector(button.dataset.copy);
  if (!source || !navigator.clipboard) continue;
  const name = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = "fetched" in source.dataset ? (await fetch(source.href)).text() : source.dataset.address || source.textContent;
    await navigator.clipboard.writeText(await text);
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = name; }, 2000);
  });
}
