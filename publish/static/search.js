// What was not counted in a page's time is fetched after it; a stretch of a curve is chosen with the pointer.
"use strict";

const unfinished = document.querySelector("#found[data-unfinished]");
if (unfinished) {
  unfinished.setAttribute("aria-busy", "true");
  fetch(unfinished.dataset.unfinished)
    .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)))
    .then((text) => {
      const found = new DOMParser().parseFromString(text, "text/html").querySelector("#found");
      unfinished.replaceWith(found);
      found.dispatchEvent(new Event("filled", { bubbles: true }));
      choose(found);
    })
    .catch(() => unfinished.removeAttribute("aria-busy"));
}

function choose(root) {
  for (const drawing of root.querySelectorAll("svg[data-periods]")) {
    const periods = drawing.dataset.periods.split(" ");
    const left = 52;
    const right = 700;
    const shade = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    shade.setAttribute("class", "stretch");
    shade.setAttribute("y", 10);
    shade.setAttribute("height", 264);
    const at = (event) => {
      const { left: start, width } = drawing.getBoundingClientRect();
      return Math.min(Math.max(((event.clientX - start) / width) * 720, left), right);
    };
    const period = (x) => periods[Math.round(((x - left) / (right - left)) * (periods.length - 1))];
    let from = null;
    drawing.addEventListener("dragstart", (event) => event.preventDefault());
    drawing.addEventListener("pointerdown", (event) => {
      if (event.button === 0 && event.pointerType !== "touch") from = at(event);
    });
    drawing.addEventListener("pointermove", (event) => {
      if (from === null) return;
      const x = at(event);
      if (Math.abs(x - from) < 5) return;
      drawing.setPointerCapture(event.pointerId);
      shade.setAttribute("x", Math.min(x, from));
      shade.setAttribute("width", Math.abs(x - from));
      drawing.prepend(shade);
    });
    drawing.addEventListener("pointercancel", () => {
      from = null;
      shade.remove();
    });
    drawing.addEventListener("pointerup", (event) => {
      const [since, until] = [from, at(event)].sort((a, b) => a - b);
      const chosen = from !== null && shade.isConnected;
      from = null;
      if (!chosen) return;
      const address = new URL(location.href);
      address.searchParams.set("since", period(since));
      address.searchParams.set("until", period(until));
      location.assign(address);
    });
  }
}

choose(document);
