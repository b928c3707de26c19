// Years, carriers, countries and labels that stand beside a title: linernotes.insights.text.typed_facts.

import { chunksOf, fold, squeeze } from "./folding.js";

const CHUNK = /(?<!\S)[([]?\d{1,2}(?:\s?(?:''|’’|["”“″])|[\s-]?inch(?:es)?\b)[)\],.;]*|\S+/giu;
const SIZE = /(\d{1,2})\s?(?:''|’’|["”“″])|(\d{1,2})[\s-]?inch(?:es)?/iu;
const YEAR = /^(?:18[89]|19\d|20[0-4])\d$/;
const DECADE = /^((?:18[89]|19\d|20[0-4])0)s$/;
const WEIGHT = /^(1[0-9]0|200|220)(?:g|gr|gm|gram|grams|gramm|grammes)?$/;
const SEVERAL = /^([2-9]|1\d)x?(lp|cd|cassette|dvd)s?$/;
const DOUBLE = { double: 2, triple: 3 };
const COUNTED = { LP: ["LP", "Vinyl"], vinyl: ["LP", "Vinyl"], CD: ["CD"], cassette: ["Cassette"], DVD: ["DVD"] };
const GRAMS = ["", "g", "gr", "gram", "grams"];
const EDGES = /^[\s,;:/·|–—-]+|[\s,;:/·|–—-]+$/g;
const DASHES = /(?<=\s)[-–—](?:\s+[-–—])+(?=\s)/g;
const MOST_CHUNKS = 24;
const LONGEST_SPAN = 4;
const MOST_SPANS = 5;

let lists = {};

/** Take the tables of an index. */
export function useWords(rules) {
  const sets = ["colours", "fillers", "of_a_pressing", "originals", "leading", "by"];
  lists = Object.fromEntries(sets.map((name) => [name, new Set(rules[name])]));
  lists.formats = new Map(Object.entries(rules.formats));
  lists.countries = new Map(Object.entries(rules.countries));
  lists.also = new Map(Object.entries(rules.also).map(([name, also]) => [also, name]));
}

/** A country as it is compared, whatever Discogs or people call it. */
export function countryKey(country) {
  const key = squeeze(country);
  return squeeze(lists.also.get(key) || lists.countries.get(key) || country);
}

/** Whether a text is years alone. */
export function areYears(text) {
  return chunksOf(text).every((chunk) => YEAR.test(chunk));
}

function fact(kind, name, more = {}) {
  return { kind, name, ways: [], first: 0, last: 0, ofPressing: false, ...more };
}

/** The ways to read a text with facts in it, the fewest words left out first: rows of {text, facts}. */
export function readings(text, labels) {
  const chunks = [...text.matchAll(CHUNK)].map((match) => match[0]);
  if (chunks.length <= 1 || chunks.length > MOST_CHUNKS) return [];
  const chosen = new Map(choices(spansOf(chunks, labels)).map((spans) => [JSON.stringify(spans), spans]));
  const sorted = [...chosen.values()].sort((a, b) => leftOut(a)[0] - leftOut(b)[0] || leftOut(a)[1] - leftOut(b)[1]);
  const found = new Map();
  for (const spans of sorted) {
    for (const reading of read(chunks, spans)) {
      const key = JSON.stringify(reading);
      if (!found.has(key)) found.set(key, reading);
    }
  }
  return [...found.values()];
}

function spansOf(chunks, labels) {
  const keys = chunks.map(keyOf);
  const names = namesAt(keys);
  const found = [];
  for (let end = 1; end <= chunks.length; end++) {
    for (let begin = Math.max(0, end - LONGEST_SPAN); begin < end; begin++) {
      const key = keys.slice(begin, end).join("");
      if (end - begin === chunks.length || !keys[begin] || !keys[end - 1]) continue;
      const one = factOf(key, keys.slice(begin, end), labels);
      const isName = one && (one.kind === "country" || one.kind === "label") && names.has(`${begin},${end}`);
      if (one && !isName) found.push({ begin, end, fact: one });
      else if (lists.fillers.has(key) || (lists.by.has(key) && begin > 0 && end < chunks.length)) {
        found.push({ begin, end, fact: null });
      }
    }
  }
  return found;
}

// Where a name of an artist must stand: on either side of the only dash, and behind "by".
function namesAt(keys) {
  const names = new Set();
  keys.forEach((key, at) => { if (lists.by.has(key)) names.add(`${at + 1},${keys.length}`); });
  const dashes = keys.flatMap((key, at) => (key ? [] : [at]));
  if (dashes.length === 1) {
    names.add(`0,${dashes[0]}`);
    names.add(`${dashes[0] + 1},${keys.length}`);
  }
  return names;
}

function keyOf(chunk) {
  const size = SIZE.exec(chunk);
  return size ? `${size[1] || size[2]}inch` : squeeze(chunk);
}

function factOf(key, keys, labels) {
  let found = keys.length === 1 ? yearOf(key) : null;
  found ??= formatOf(key, keys);
  if (!found && lists.countries.has(key)) found = fact("country", lists.countries.get(key));
  if (!found && labels.has(key)) found = fact("label", labels.get(key));
  return found;
}

function yearOf(key) {
  if (YEAR.test(key)) return fact("year", key, { first: Number(key), last: Number(key) });
  const decade = DECADE.exec(key);
  return decade ? fact("year", `the ${key}`, { first: Number(decade[1]), last: Number(decade[1]) + 9 }) : null;
}

function formatOf(key, keys) {
  if (lists.formats.has(key)) {
    const [kind, name, ways] = lists.formats.get(key);
    return fact(kind, name, { ways });
  }
  if (lists.originals.has(key)) return fact("original", "original");
  const weight = WEIGHT.exec(key);
  if (weight) return fact("edition", `${weight[1]} g`, { ways: GRAMS.map((gram) => [`${weight[1]}${gram}`]) });
  if (keys.length === 2 && lists.colours.has(keys[0]) && ["vinyl", "LP"].includes(lists.formats.get(keys[1])?.[1])) {
    return fact("edition", `${keys[0]} vinyl`, { ways: [[keys[0]]] });
  }
  return ofSeveral(key, keys);
}

// The fact of "2xLP" or "double LP". The number stands for carriers of one kind.
function ofSeveral(key, keys) {
  const several = keys.length === 1 ? SEVERAL.exec(key) : null;
  let [number, word] = several ? [Number(several[1]), several[2]] : [0, ""];
  if (keys.length === 2 && Object.hasOwn(DOUBLE, keys[0])) [number, word] = [DOUBLE[keys[0]], keys[1]];
  const name = lists.formats.get(word)?.[1] ?? "";
  if (!Object.hasOwn(COUNTED, name) || !number) return null;
  return fact("carrier", `${number}×${name}`, { ways: COUNTED[name].map((one) => [`${number}×${fold(one)}`]) });
}

// Choices of spans that do not overlap: of few spans all, of many those that leave at most one of them in.
function choices(spans) {
  if (spans.length <= MOST_SPANS) {
    const chosen = [[]];
    for (const span of spans) {
      const fitting = chosen.filter((before) => !before.length || before.at(-1).end <= span.begin);
      chosen.push(...fitting.map((before) => [...before, span]));
    }
    return chosen.filter((one) => one.length);
  }
  const longest = [];
  for (const span of [...spans].sort((a, b) => (a.begin - a.end) - (b.begin - b.end))) {
    if (longest.every((other) => span.end <= other.begin || other.end <= span.begin)) longest.push(span);
  }
  longest.sort((a, b) => a.begin - b.begin);
  const without = longest.length > 1 ? longest.map((left) => longest.filter((span) => span !== left)) : [];
  return [longest, ...without];
}

function leftOut(chosen) {
  const sum = (value) => chosen.reduce((total, span) => total + value(span), 0);
  return [sum((span) => span.end - span.begin), -sum((span) => span.begin)];
}

function read(chunks, chosen) {
  const facts = withPressing(chunks, chosen);
  const left = new Set();
  for (const span of chosen) for (let at = span.begin; at < span.end; at++) left.add(at);
  const led = new Set(left);
  for (const span of chosen) {
    for (let at = span.begin - 1; at > 0 && lists.leading.has(keyOf(chunks[at])); at--) led.add(at);
  }
  const found = [];
  for (const out of [left, led]) {
    const rest = chunks.filter((_, at) => !out.has(at)).join(" ").replace(DASHES, "-").replace(EDGES, "");
    if (rest) found.push({ text: rest, facts });
  }
  return found;
}

// The facts of a choice. A year beside "reissue" or "pressing" is the pressing's.
function withPressing(chunks, chosen) {
  const named = chosen.flatMap((span) =>
    span.fact ? [span.fact.name] : chunks.slice(span.begin, span.end).map(keyOf));
  const isPressing = named.some((name) => lists.of_a_pressing.has(name));
  const facts = chosen.flatMap((span) => (span.fact ? [span.fact] : [])).map((one) =>
    isPressing ? { ...one, ofPressing: one.kind === "year" } : one);
  return [...new Map(facts.map((one) => [JSON.stringify(one), one])).values()];
}
