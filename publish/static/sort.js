// Sorts a question's answer by the heading that is clicked, then the other way round. Without JavaScript it stays in its order.
"use strict";

for (const table of document.querySelectorAll("table.answer")) {
  const collator = new Intl.Collator("vi", { numeric: true });
  const value = (row, column) => {
    const cell = row.cells[column];
    const text = cell.dataset.value ?? cell.dataset.sort ?? cell.textContent.trim();
    return [text, text === "" ? NaN : Number(text)];
  };
  // Numbers by size, before text; what is empty comes last, whichever way.
  const compare = ([one, a], [other, b]) =>
    Number.isNaN(a) || Number.isNaN(b) ? Number.isNaN(a) - Number.isNaN(b) || collator.compare(one, other) : a - b;
  const headings = [...table.tHead.rows[0].cells];
  headings.forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const first = heading.classList.contains("n") ? "descending" : "ascending";
      const now = heading.ariaSort;
      const order = now === null ? first : now === "ascending" ? "descending" : "ascending";
      for (const other of headings) other.ariaSort = null;
      heading.ariaSort = order;
      const way = order === "ascending" ? 1 : -1;
      const keyed = [...table.tBodies[0].rows].map((row) => [value(row, column), row]);
      keyed.sort(([a], [b]) => (a[0] === "") - (b[0] === "") || way * compare(a, b));
      table.tBodies[0].append(...keyed.map(([, row]) => row));
    });
  });
  table.classList.add("sortable");
}
