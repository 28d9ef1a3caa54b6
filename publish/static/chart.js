// Draws the table beneath a chart with uPlot. Without JavaScript the table says the same.
"use strict";

for (const figure of document.querySelectorAll("figure.chart")) {
  const { kind, x, series, measured } = JSON.parse(figure.dataset.chart);
  const rows = [...document.querySelector(figure.dataset.table).tBodies[0].rows];
  const labels = rows.map((row) => row.cells[x[0]].textContent.trim());
  const named = kind === "bars" && labels.some((text) => text.length > 6);
  const values = series.map(([column]) => rows.map((row) => Number(row.cells[column].dataset.value)));
  const numeric = kind === "line" && labels.every((label) => /^\d+$/.test(label));
  const xs = numeric ? labels.map(Number) : labels.map((_, i) => i);
  const style = getComputedStyle(document.documentElement);
  const color = (name) => style.getPropertyValue(name).trim();
  const colors = ["--accent", "--second", "--third"];
  const em = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16; // readers may have text larger
  const font = `${12 * em}px ${color("--sans")}`;
  const axis = { stroke: color("--quiet"), font, labelFont: font, labelSize: 20 * em, grid: { stroke: color("--line"), width: 1 }, ticks: { stroke: color("--line") } };
  const locale = document.documentElement.lang;
  const format = (value) => (value === null || value === undefined ? "" : value.toLocaleString(locale, { maximumFractionDigits: 2 }));
  const bars = (i) => uPlot.paths.bars({ size: [0.8 / series.length, 60], align: series.length === 1 ? 0 : i ? 1 : -1 });
  // Values stand in the legend while somebody points at them.
  const point = (plot) => plot.root.classList.toggle("resting", plot.legend.idx === null || plot.legend.idx === undefined);
  // A click leads where the nearest number of the table does.
  const lead = (plot) =>
    plot.over.addEventListener("click", () => {
      const { idx, top } = plot.cursor;
      const links = series.map(([column], i) => [rows[idx]?.cells[column].querySelector("a"), Math.abs(plot.valToPos(values[i][idx], "y") - top)]);
      const near = links.filter(([link]) => link).sort((a, b) => a[1] - b[1])[0];
      if (near) location.assign(near[0].href);
    });

  new uPlot(
    {
      // Names need room to be read: where there are too many, the chart is wider than its box, which scrolls.
      width: Math.max(figure.clientWidth, named ? (100 + 20 * labels.length) * em : 0),
      height: (named ? 360 : 300) * em,
      padding: named ? [null, 40 * em, null, null] : undefined,
      cursor: { drag: { x: false, y: false } },
      hooks: { ready: [point, lead], setLegend: [point] },
      scales: { x: { time: false, range: kind === "bars" ? (_, min, max) => [min - 0.6, max + 0.6] : undefined }, y: { range: (_, min, max) => [0, max * 1.08 || 1] } },
      axes: [
        {
          ...axis,
          label: named ? undefined : x[1],
          grid: { show: false },
          rotate: named ? -60 : 0,
          size: (named ? 120 : 40) * em,
          space: 50 * em,
          splits: kind === "bars" ? () => xs : undefined,
          incrs: [1, 2, 3, 6, 12, 24, 60, 120],
          values: (_, ticks) => ticks.map((tick) => (numeric ? String(tick) : (labels[tick] ?? ""))),
        },
        { ...axis, label: measured, size: 60 * em, space: 30 * em, values: (_, ticks) => ticks.map(format) },
      ],
      series: [
        { label: x[1], value: (_, value) => (value === null ? "" : numeric ? String(value) : labels[value]) },
        ...series.map(([, label], i) => ({
          label,
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
