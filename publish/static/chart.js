// Draws the table beneath a chart with uPlot. Without JavaScript the table says the same.
"use strict";

for (const figure of document.querySelectorAll("figure.chart")) {
  const { kind, x, y } = JSON.parse(figure.dataset.chart);
  const table = document.querySelector(figure.dataset.table);
  const names = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  const column = (name) => [...table.tBodies[0].rows].map((row) => row.cells[names.indexOf(name)].textContent.trim());
  const named = kind === "bars" && column(x).some((label) => label.length > 6);
  // Names need room to be read; the table has the rest.
  const most = named ? Math.floor((figure.clientWidth - 80) / 17) : Infinity;
  const labels = column(x).slice(0, most);
  const values = y.map((name) => column(name).slice(0, most).map(Number));
  const numeric = kind === "line" && labels.every((label) => /^\d+$/.test(label));
  const xs = numeric ? labels.map(Number) : labels.map((_, i) => i);
  const style = getComputedStyle(document.documentElement);
  const color = (name) => style.getPropertyValue(name).trim();
  const colors = ["--accent", "--second", "--third"];
  const axis = { stroke: color("--quiet"), grid: { stroke: color("--line"), width: 1 }, ticks: { stroke: color("--line") } };
  const locale = document.documentElement.lang;
  const format = (value) => (value === null || value === undefined ? "" : value.toLocaleString(locale));
  const asked = (name) => document.querySelector(`input[name="${name}"]`)?.value || name;
  const bars = (i) => uPlot.paths.bars({ size: [0.8 / y.length, 60], align: y.length === 1 ? 0 : i ? 1 : -1 });

  new uPlot(
    {
      width: figure.clientWidth,
      height: named ? 340 : 280,
      legend: { show: true },
      cursor: { drag: { x: false, y: false } },
      scales: { x: { time: false, range: kind === "bars" ? (_, min, max) => [min - 0.6, max + 0.6] : undefined }, y: { range: (_, min, max) => [0, max * 1.08 || 1] } },
      axes: [
        {
          ...axis,
          grid: { show: false },
          rotate: named ? -60 : 0,
          size: named ? 120 : 40,
          splits: kind === "bars" ? () => xs : undefined,
          incrs: [1, 2, 3, 6, 12, 24, 60, 120],
          values: (_, ticks) => ticks.map((tick) => (numeric ? String(tick) : (labels[tick] ?? ""))),
        },
        { ...axis, size: 60, values: (_, ticks) => ticks.map(format) },
      ],
      series: [
        { label: x, value: (_, value) => (value === null ? "" : numeric ? String(value) : labels[value]) },
        ...y.map((name, i) => ({
          label: asked(name),
          stroke: color(colors[i]),
          fill: kind === "bars" ? color(colors[i]) : undefined,
          width: 2,
          paths: kind === "bars" ? bars(i) : undefined,
          points: { show: kind === "line" && labels.length < 40 },
          value: (_, value) => format(value),
        })),
      ],
    },
    [xs, ...values],
    figure
  );
}
