// A "+" on every article collects it in a list, which lives in this browser and in the address of the list's page.
"use strict";

{
  const vietnamese = document.documentElement.lang === "vi";
  const [title, add, remove] = vietnamese
    ? ["Danh sách", "Thêm vào danh sách", "Bỏ khỏi danh sách"]
    : ["List", "Add to the list", "Remove from the list"];
  const most = 500;
  const read = () => {
    try {
      return JSON.parse(localStorage.getItem("list") ?? "[]").filter(Number.isSafeInteger);
    } catch {
      return [];
    }
  };
  const nav = document.querySelector("header.site nav");
  const link = document.createElement("a");
  const buttons = new Map();
  const show = () => {
    const ids = read();
    link.hidden = !ids.length;
    link.textContent = `${title} (${ids.length})`;
    link.href = `${nav?.querySelector("a").pathname}?ids=${ids.join(",")}`;
    for (const [button, id] of buttons) {
      const in_it = ids.includes(id);
      button.textContent = in_it ? "−" : "+";
      button.ariaLabel = button.title = in_it ? remove : add;
      button.ariaPressed = in_it;
    }
  };
  const toggle = (id) => {
    const ids = read();
    const rest = ids.filter((other) => other !== id);
    localStorage.setItem("list", JSON.stringify(rest.length < ids.length ? rest : [...ids, id].slice(-most)));
    show();
  };
  const place = (root) => {
    for (const item of root.querySelectorAll(".card, main article, [data-article]")) {
      const path = item.querySelector(":scope > :is(h2, h3) > a")?.pathname ?? (item.matches("article") ? location.pathname : "");
      const id = Number(item.dataset.article ?? /\/articles\/(\d+)(?:\/|$)/.exec(path)?.[1]);
      if (!id) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "add";
      button.addEventListener("click", () => toggle(id));
      buttons.set(button, id);
      if (item.matches("h1")) item.before(button);
      else item.prepend(button);
    }
    show();
  };
  document.addEventListener("DOMContentLoaded", () => {
    nav?.append(link);
    place(document);
  });
  document.addEventListener("filled", (event) => place(event.target));
  addEventListener("storage", show);
}
