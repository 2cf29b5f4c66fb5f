// Draws the charts of a page over their static pictures: each figure.chart holds its data as JSON.
import Plotly from "plotly.js-cartesian-dist-min/plotly-cartesian.min.js";

// As in the static pictures: by colour, so that shapes differ where colours do.
const symbols = { w0: "circle", w1: "square", w2: "triangle-up", w3: "triangle-down", w4: "cross" };

const narrow = 480;
const lineHeight = 22;

/** The value of a custom property of the page's style sheet. */
function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function axis(description) {
  return {
    title: { text: escape(description.label), standoff: 8, font: { size: 13 } },
    type: description.isLogarithmic ? "log" : "linear",
    gridcolor: colour("line"),
    linecolor: colour("soft"),
    zerolinecolor: colour("soft"),
    tickcolor: colour("soft"),
    ticks: "outside",
    showline: true,
    automargin: true,
    exponentformat: "power",
    // Decades want the labels of the static picture; other axes are labelled anew when one zooms.
    ...(description.isLogarithmic ? { tickvals: description.ticks, ticktext: description.tickLabels } : {}),
    ...(description.range ? { range: description.range } : {}),
    // As far apart as in the static picture.
    ...(description.isWhole ? { tickformat: "d", dtick: Math.max(1, (description.ticks[1] ?? 1) - (description.ticks[0] ?? 0)) } : {}),
  };
}

/** Points go with the line that names them; colours alone do not tell, since there may be more series than colours. */
function groupOf(series, index, all) {
  const line = isNamed(series, index, all) ? series : all.find((other) => other.colour === series.colour && other.kind === "line");
  return line.name;
}

/** What a series of points shows in the legend is said by the line of the same colour. */
function isNamed(series, index, all) {
  return series.kind !== "points" || !all.some((other, place) => place < index && other.colour === series.colour && other.kind === "line");
}

function trace(series, index, all) {
  const hue = colour(series.colour);
  const isLine = series.kind !== "points";
  const isPoints = series.kind !== "line";
  return {
    type: "scatter",
    mode: [isLine ? "lines" : "", isPoints ? "markers" : ""].filter(Boolean).join("+"),
    name: escape(series.name),
    legendgroup: groupOf(series, index, all),
    showlegend: isNamed(series, index, all),
    x: series.x,
    y: series.y,
    customdata: series.at.map(escape),
    hovertemplate: `%{customdata}<extra>${escape(series.name)}</extra>`,
    line: { color: hue, width: 1.8, dash: series.isDashed ? "dash" : "solid" },
    marker: { color: hue, size: series.colour === "limit" ? 10 : 7, symbol: symbols[series.colour] ?? "diamond" },
    ...(series.error.some((e) => e > 0)
      ? { error_y: { type: "data", array: series.error, color: hue, thickness: 1.3, width: 3 } }
      : {}),
  };
}

/** plotly.js reads a few tags in its texts; none of ours is meant as one. */
function escape(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

function heat(map) {
  return {
    type: "heatmap",
    x: map.x,
    y: map.y,
    z: map.z,
    colorscale: map.isDiverging ? "RdBu" : "Cividis",
    ...(map.isDiverging ? { zmid: map.middle } : {}),
    colorbar: { title: { text: escape(map.label) } },
    hovertemplate: "%{x}, %{y}: %{z:.5g}<extra></extra>",
  };
}

/** Where an element is narrow, legends have a line for each entry, which would be taken from the height of the plot. */
function legendRoom(element, chart) {
  const entries = chart.series.filter(isNamed).length;
  return chart.hasLegend && element.clientWidth < narrow ? lineHeight * Math.max(0, entries - 1) : 0;
}

/** Draws or redraws one chart in an element. */
export function draw(element, chart) {
  const traces = [...(chart.heat ? [heat(chart.heat)] : []), ...chart.series.map(trace)];
  const layout = {
    margin: { l: 60, r: 16, t: 12, b: 48 },
    height: chart.height + legendRoom(element, chart),
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { color: colour("ink"), family: "system-ui, sans-serif", size: 13 },
    hoverlabel: { bgcolor: colour("panel"), bordercolor: colour("line"), font: { color: colour("ink") } },
    showlegend: chart.hasLegend,
    legend: { orientation: "h", xref: "container", x: 0, yref: "container", y: 0, yanchor: "bottom" },
    xaxis: axis(chart.x),
    yaxis: axis(chart.y),
    uirevision: chart.title,
  };
  return Plotly.react(element, traces, layout, { displayModeBar: false, responsive: true });
}

function drawAll() {
  for (const figure of document.querySelectorAll("figure.chart")) {
    let target = figure.querySelector(".interactive");
    if (!target) {
      target = document.createElement("div");
      target.className = "interactive";
      // The table below says the same to those who do not see it.
      target.setAttribute("aria-hidden", "true");
      figure.prepend(target);
    }
    draw(target, JSON.parse(figure.querySelector("script[type='application/json']").textContent));
    figure.classList.add("drawn");
  }
}

function copyTables() {
  for (const button of document.querySelectorAll("button[data-copies]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = document.getElementById(button.dataset.copies).textContent;
      const said = button.textContent;
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "copied";
      } catch {
        button.textContent = "could not copy";
      }
      setTimeout(() => (button.textContent = said), 1500);
    });
  }
}

/** Draws all charts of the page, again when it changes between light and dark. */
export function start() {
  drawAll();
  copyTables();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
}

if (document.querySelector("figure.chart")) {
  start();
}
