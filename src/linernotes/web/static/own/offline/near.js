// What somebody may have meant who typed a letter wrong: linernotes.insights.ownership.near_misses.

import { isNumber, words } from "./folding.js";

const COLUMNS = 37;
const SHORTEST = 4;
const LONGEST = 120;
const LONG = 10;
const COMPARED = 300;
const CORRECTED = 3;
const WORDS = 20;

export class NearNames {
  /** `names` are rows of [as it is compared, what it leads to]. */
  constructor(names) {
    this.names = [...new Map(names)].map(([key, name]) => ({ signs: [...key], name }))
      .filter(({ signs }) => signs.length >= SHORTEST && signs.length <= LONGEST);
    this.counts = new Uint8Array(this.names.length * COLUMNS);
    this.names.forEach(({ signs }, at) => count(signs, this.counts, at * COLUMNS));
  }

  /** The nearest names of a folded text as [letters that differ, name], the nearest first. */
  find(text, limit = 3) {
    const typed = [...text];
    if (typed.length < SHORTEST || typed.length > LONGEST) return [];
    const most = typed.length >= LONG ? 2 : 1;
    const wanted = count(typed, new Uint8Array(COLUMNS), 0);
    const numbers = numbersOf(typed);
    const found = new Map();
    for (const [at] of this.likely(wanted, 2 * most)) {
      const { signs, name } = this.names[at];
      const distance = edits(typed, signs, most);
      if (distance <= most && numbersOf(signs) === numbers) {
        found.set(`${distance} ${name}`, [distance, name]);
      }
    }
    return [...found.values()].sort((a, b) => a[0] - b[0]).slice(0, limit);
  }

  likely(wanted, most) {
    const found = [];
    for (let at = 0; at < this.names.length; at++) {
      let away = 0;
      for (let column = 0; column < COLUMNS && away <= most; column++) {
        away += Math.abs(this.counts[at * COLUMNS + column] - wanted[column]);
      }
      if (away <= most) found.push([at, away]);
    }
    return found.sort((a, b) => a[1] - b[1]).slice(0, COMPARED);
  }
}

export class NearWords {
  constructor(copies) {
    this.words = new Set(copies.flatMap((copy) => [copy.artist, copy.title]).flatMap((line) => words(line).split(" "))
      .filter(Boolean));
    this.near = new NearNames([...this.words].map((word) => [word, word]));
  }

  /** How many words of a text are on no record, and the text with the nearest words in their places. */
  corrected(text) {
    const typed = words(text).split(" ").filter(Boolean);
    const wrong = typed.filter((word) => !this.words.has(word));
    if (!wrong.length || wrong.length > CORRECTED || typed.length > WORDS) return [0, text];
    const near = new Map(wrong.map((word) => [word, this.near.find(word, 1)]));
    if (![...near.values()].every((found) => found.length)) return [0, text];
    return [wrong.length, typed.map((word) => near.get(word)?.[0][1] ?? word).join(" ")];
  }
}

/** How many letters the nearest names differ by, and these names; else corrected words and the corrected text. */
export function suggest(shelf, text) {
  const near = shelf.near.find(words(text));
  if (near.length) return [near[0][0], near.map(([, name]) => name)];
  const [wrong, corrected] = shelf.nearWords.corrected(text);
  return wrong ? [wrong, [corrected]] : [0, []];
}

/** Titles, artists, and both together: a title leads to "artist – title". */
export function nearNames(copies) {
  const names = new Map();
  const keep = (key, name) => { if (!names.has(key)) names.set(key, name); };
  for (const copy of copies) {
    const whole = `${copy.artist} – ${copy.title}`;
    keep(words(whole), whole);
    keep(words(copy.title), whole);
    for (const { id, printed } of copy.artists) if (id) keep(words(printed), printed);
  }
  return [...names];
}

function edits(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before = new Array(other.length + 1).fill(0);
  let last = other.map((_, i) => i).concat(other.length);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= other.length; j++) {
      let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        cost = Math.min(cost, before[j - 2] + 1);
      }
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    [before, last] = [last, row];
  }
  return Math.min(last.at(-1), most + 1);
}

function numbersOf(signs) {
  return signs.join("").split(" ").filter((word) => isNumber(word) || /\p{Nd}/u.test(word)).join(" ");
}

// How often a key has each letter, digit, and any other sign.
function count(signs, counts, from) {
  for (const sign of signs) {
    const code = sign.codePointAt(0);
    if (code === 32) continue;
    if (code >= 97 && code <= 122) counts[from + code - 97]++;
    else if (code >= 48 && code <= 57) counts[from + code - 22]++;
    else counts[from + 36]++;
  }
  return counts;
}
