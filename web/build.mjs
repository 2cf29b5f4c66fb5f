// Bundles src/charts.js with plotly.js into one script, with the licence of plotly.js in front of it.
import { readFileSync } from "node:fs";
import { build } from "esbuild";

const licence = readFileSync("node_modules/plotly.js-cartesian-dist-min/LICENSE", "utf8").trim();

await build({
  entryPoints: ["src/charts.js"],
  outfile: "../src/CorrSyn.Cli/Assets/charts.min.js",
  bundle: true,
  minify: true,
  format: "iife",
  globalName: "corrsynCharts",
  charset: "utf8",
  legalComments: "none",
  banner: { js: `/*! Charts of CorrSyn (MIT), with plotly.js (plotly.js-cartesian-dist-min):\n\n${licence}\n*/` },
});
