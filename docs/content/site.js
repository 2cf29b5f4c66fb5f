// The pages of the documentation without a server: a search by name, copying of code, and the menu.
"use strict";

const root = document.body.dataset.root;
const menu = document.querySelector("nav details");
if (window.matchMedia("(max-width: 48rem)").matches) {
  menu.open = false;
}

const here = location.href.split("#")[0];
for (const link of menu.querySelectorAll("a")) {
  if (link.href === here) {
    link.setAttribute("aria-current", "page");
  }
}

// window.sitePages is written by the build: [title, address from the root].
const box = document.querySelector("#search");
const found = document.querySelector("#found");
const limit = 40;

function find() {
  const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
  found.replaceChildren();
  if (words.length === 0) {
    return;
  }
  const hits = window.sitePages
    .filter(([title]) => words.every((word) => title.toLowerCase().includes(word)))
    .sort(([a], [b]) => a.length - b.length);
  for (const [title, address] of hits.slice(0, limit)) {
    const link = document.createElement("a");
    link.href = root + address;
    link.textContent = title;
    const item = document.createElement("li");
    item.append(link);
    found.append(item);
  }
  if (hits.length === 0 || hits.length > limit) {
    const note = document.createElement("span");
    note.textContent = hits.length === 0 ? "nothing of that name" : `and ${hits.length - limit} more`;
    const item = document.createElement("li");
    item.append(note);
    found.append(item);
  }
}

if (window.sitePages) {
  box.parentElement.hidden = false;
  box.addEventListener("input", find);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      box.value = "";
      find();
    } else if (event.key === "/" && event.target === document.body) {
      event.preventDefault();
      box.focus();
    }
  });
}

for (const block of document.querySelectorAll("main .code")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "copy";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(block.querySelector("pre").textContent);
      button.textContent = "copied";
    } catch {
      button.textContent = "select it by hand: the browser does not let pages copy";
    }
    setTimeout(() => { button.textContent = "copy"; }, 2000);
  });
  block.append(button);
}

// Types of names in F# code, which fsdocs writes beside the code.
let shown = null;
document.addEventListener("mouseover", (event) => {
  const name = event.target.closest("[data-fsdocs-tip]");
  const tip = name && document.getElementById(name.dataset.fsdocsTip);
  if (tip === shown) {
    return;
  }
  shown?.hidePopover();
  shown = tip;
  if (tip) {
    const place = name.getBoundingClientRect();
    tip.style.cssText = `margin: 0; max-width: 40rem; left: ${Math.min(place.left, innerWidth / 2)}px; top: ${place.bottom + 4}px`;
    tip.showPopover();
  }
});
