// Turns the TeX of the pages in a folder into MathML, which browsers draw without fonts or scripts:
// node math.mjs FOLDER. A formula that cannot be read is an error that names its page.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import katex from "katex";

const folder = process.argv[2];
const characters = { lt: "<", gt: ">", amp: "&", quot: '"', "#39": "'" };
const decode = (html) => html.replace(/&(lt|gt|amp|quot|#39);/g, (_, name) => characters[name]);

let formulas = 0;
let failures = 0;

// Browsers have given up mathvariant but for upright letters; the letters themselves exist in Unicode.
const alphabets = { "double-struck": { E: "\u{1D53C}" }, script: { S: "\u{1D4AE}" } };
const spell = (mathml) =>
  mathml.replace(/<mi mathvariant="([a-z-]+)">([^<]*)<\/mi>/g, (element, variant, letter) =>
    alphabets[variant]?.[letter] ? `<mi mathvariant="normal">${alphabets[variant][letter]}</mi>` : element);

const render = (page, tex, displayMode) => {
  formulas++;
  try {
    return spell(katex.renderToString(decode(tex), { displayMode, output: "mathml", strict: "error", throwOnError: true }));
  } catch (error) {
    failures++;
    console.error(`${page}: ${error.message}`);
    return tex;
  }
};

for (const page of readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".html"))) {
  const path = join(folder, page);
  const before = readFileSync(path, "utf8");
  const after = before
    .replace(/<div class="math-display">\\\[(.*?)\\\]<\/div>/gs, (_, tex) => `<div class="math-display">${render(page, tex, true)}</div>`)
    .replace(/<span class="math">\\\((.*?)\\\)<\/span>/gs, (_, tex) => render(page, tex, false))
    .replace(/<span class="math">\\\[(.*?)\\\]<\/span>/gs, (_, tex) => render(page, tex, true));
  if (after !== before) {
    writeFileSync(path, after);
  }
}

console.log(`${formulas} formulas`);
process.exit(failures === 0 ? 0 : 1);
