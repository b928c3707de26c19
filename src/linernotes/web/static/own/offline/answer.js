// Reads the index that the service worker keeps, and draws answers as templates/own/page.html does.

import { lookUp } from "./lookup.js";
import { Shelf } from "./shelf.js";
import { missingHere, sentence, word } from "./wording.js";

// That of the index, in shop_index.py.
const VERSION = 1;
// The page's address, from this script: the app may stand behind a path.
const PAGE = new URL("../../../own", import.meta.url).href;
const SHOWN = 30;
// Milliseconds between two steps of what is made beforehand, so that a typed letter need not wait for all of them.
const BREATH = 20;
const SIGNS = {
  owned: ["path", { d: "M10 25l10 10 18-22" }],
  wanted: ["path", { d: "M24 39S8 29 8 18a8 8 0 0 1 16-2 8 8 0 0 1 16 2c0 11-16 21-16 21z" }],
  unknown: ["path", { d: "M17 18a7 7 0 1 1 9 7c-2 1-2 3-2 5M24 37v1" }],
  not: ["path", { d: "M13 13l22 22M35 13L13 35" }],
  other: ["path", { d: "M19 12a12 12 0 1 0 .1 0M27 14a12 12 0 1 1 0 20" }],
};
SIGNS.several = SIGNS.other;
SIGNS.fits = SIGNS.unknown;

/** A function that gives the element of the answer to a text; without an index it says so. */
export async function openShelf() {
  // By http a browser keeps nothing.
  const cache = await window.caches?.open(`linernotes shelf ${PAGE}`);
  const kept = await cache?.match(`${PAGE}/index.json`);
  const index = await kept?.json();
  // Another version's: it was kept before the scripts were, and the app was not reached since.
  if (index?.version !== VERSION) return () => element("div", { id: "answer", class: "own-answer" }, notKept());
  const shelf = new Shelf(index);
  shelf.warm((step) => setTimeout(step, BREATH));
  return (text) => element("div", { id: "answer", class: "own-answer", "aria-live": "polite" }, ...drawn(shelf, text));
}

function notKept() {
  return element("p", { class: "flash error", role: "alert" },
    "This browser keeps nothing of your shelf. Open this page once where linernotes is reached, signed in if it has a"
    + " password; from then on it answers without a network.");
}

function drawn(shelf, text) {
  const answer = lookUp(shelf, text);
  const from = element("p", { class: "muted own-from" }, `Answered from what this browser keeps, ${asOf(shelf)}. Prices, all of`
    + " Discogs, and records that are neither yours nor wanted need a network.");
  if (!answer) return [from];
  const missing = missingHere(shelf, answer);
  return [
    element("div", { class: `own-verdict ${answer.verdict}`, "data-verdict": answer.verdict },
      sign(answer.verdict),
      element("div", {},
        element("p", { class: "own-word" }, word(answer)),
        element("p", { class: "own-sentence" }, [sentence(shelf, answer), missing].filter(Boolean).join(" ")),
        ...(answer.what && ["release", "master"].includes(answer.meant)
          ? [element("p", { class: "own-sentence" }, element("strong", {}, answer.what))] : []))),
    ...suggested(answer),
    ...records(headline(answer), answer.copies),
    ...records(answer.copies.length ? "Other pressings that you own" : "What you own of it", answer.others),
    ...wanted(answer),
    from,
  ];
}

function asOf(shelf) {
  const day = new Date(shelf.index.as_of);
  return `of ${day.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" })}`;
}

function headline({ verdict, copies }) {
  if (["fits", "several"].includes(verdict)) return "On your shelf";
  return copies.length > 1 ? `Your ${copies.length} copies` : "Your copy";
}

function suggested({ suggestions }) {
  if (!suggestions.length) return [];
  const links = suggestions.flatMap((text, at) => [
    at ? ", or " : "",
    element("a", { href: `${PAGE}?${new URLSearchParams({ q: text })}` }, text),
  ]);
  return [element("p", {}, "Did you mean ", ...links, "?")];
}

function records(title, copies) {
  if (!copies.length) return [];
  const list = copies.slice(0, SHOWN).map((copy) => {
    const [label] = copy.labels;
    const parts = [copy.formats.join(", "), copy.year, copy.country, label?.name, label?.number];
    return element("li", { class: "own-record own-bare" },
      element("p", { class: "own-title" }, copy.title),
      element("p", {}, copy.artist),
      element("p", { class: "muted" }, parts.filter(Boolean).join(" · ")));
  });
  const more = copies.length - SHOWN;
  return [
    element("h2", {}, title),
    element("ul", { class: "own-records" }, ...list),
    ...(more > 0 ? [element("p", { class: "muted" }, `and ${more.toLocaleString("en-US")} more`)] : []),
  ];
}

function wanted({ wants }) {
  if (!wants.length) return [];
  const list = wants.slice(0, SHOWN).map((want) => {
    const year = want.year ? [" ", element("span", { class: "muted" }, want.year)] : [];
    return element("li", {}, `${want.artist} – ${want.title}`, ...year);
  });
  return [element("h2", {}, "On your wantlist"), element("ul", {}, ...list)];
}

function sign(verdict) {
  const [shape, attributes] = SIGNS[verdict];
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const line = document.createElementNS("http://www.w3.org/2000/svg", shape);
  const about = { class: "own-sign", viewBox: "0 0 48 48", "aria-hidden": "true", focusable: "false" };
  for (const [name, value] of Object.entries(about)) drawing.setAttribute(name, value);
  for (const [name, value] of Object.entries(attributes)) line.setAttribute(name, value);
  drawing.append(line);
  return drawing;
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}
