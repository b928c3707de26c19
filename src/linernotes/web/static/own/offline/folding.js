// Names, titles and numbers as they are compared: linernotes.documents.folding, with the tables that the index brings.

const MOST_JOINED = 8;
const BLANKS = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
const ASCII = /^[\0-\x7f]*$/;
const PLAIN = /^[A-Za-z0-9 ]*$/;
const OTHER_LETTERS = /[\u0370-\u03ff\u0400-\u052f\u1f00-\u1fff]/;
// "(2)" behind a name. A year in brackets is no such number.
const NAMESAKE = /(?<=[^ ]) \((?!(?:18[89]|19[0-9]|20[0-4])[0-9]\))[0-9]+\)$/;
const WORD = /[A-Za-z0-9]+/g;
const PLUS = /(?<=[\p{L}\p{N}])(['.!)]*\s*)[&+](?=\s*["'(.]*[\p{L}\p{N}])/gu;
const MONEY = /\$(?=[a-z])|(?<=[a-z])\$(?=[^\p{L}\p{N}_]|$)/gu;
const SHOUT = /(?<=[a-z])!(?=[a-z])/g;
const PARTS = /[-/&+,:;=~|]+/;
const AROUND = new Set("()[]{},.:;\"'?!-/*#");
const HELD_IN_WORDS = /[\p{L}\p{N}\p{M}]/u;
const ALNUM = /[\p{L}\p{N}]/u;
const ALL_ALNUM = /^[\p{L}\p{N}]+$/u;
const LETTER = /^\p{L}$/u;
const NO_SIGN = /[\p{Cf}\p{Mn}\p{Cc}]/u;

const table = { letters: new Map(), before: new Map(), alike: new Map() };
let spoken, short, connectors, articles, foreign, ordinary, small, leftOut, inverted;

/** Take the tables of an index. Nothing can be compared before. */
export function useTables(tables) {
  table.letters = new Map();
  for (const [signs, compared] of tables.letters) {
    for (const sign of signs) table.letters.set(sign, compared);
  }
  table.before = new Map(Object.entries(tables.before));
  table.alike = new Map(Object.entries(tables.alike));
  spoken = new Map(Object.entries(tables.spoken));
  short = new Map(Object.entries(tables.short));
  [connectors, articles, foreign] = [tables.connectors, tables.articles, tables.foreign].map((list) => new Set(list));
  ordinary = new Set(tables.ordinary);
  small = new Set([...connectors, ...articles, ...short.keys()]);
  leftOut = new Set([...small, ...foreign]);
  const last = [...new Set([...articles, ...foreign])].sort().join("|");
  inverted = new RegExp(`^(.+), ?(${last})$`);
}

/** The words between blanks. */
export function chunksOf(text) {
  return text.split(BLANKS).filter(Boolean);
}

/** A function that remembers its answers: a shelf asks for the lines of its covers again and again. */
function remembering(make) {
  const known = new Map();
  return (text) => {
    let answer = known.get(text);
    if (answer === undefined) known.set(text, (answer = make(text)));
    return answer;
  };
}

const unique = (list) => [...new Set(list)];
const length = (word) => (ASCII.test(word) ? word.length : [...word].length);

function translated(text, letters) {
  let result = "";
  for (const sign of text) result += letters.get(sign) ?? sign;
  return result;
}

export const fold = remembering((text) => {
  if (ASCII.test(text)) return text.toLowerCase();
  const parted = translated(translated(text, table.before).normalize("NFKD"), table.before);
  return translated(parted, table.letters).normalize("NFC");
});

function lookAlike(text) {
  if (ASCII.test(text) || !OTHER_LETTERS.test(text)) return null;
  return translated(text.normalize("NFKC").toUpperCase(), table.alike);
}

export function unnumbered(text) {
  return text.replace(NAMESAKE, "");
}

export function signs(text) {
  const kept = translated(text, table.before).normalize("NFKC");
  return [...kept].filter((sign) => !BLANKS.test(sign) && !NO_SIGN.test(sign)).join("");
}

/** A whole name or title as it is compared: two that are equal here are called the same. */
export const words = remembering((text) => {
  if (PLAIN.test(text)) {
    const plain = text.toLowerCase().split(" ").filter(Boolean);
    if (!plain.some((word) => word.length === 1 || small.has(word))) return plain.join(" ");
  }
  const split = splitWords(turned(fold(unnumbered(text))));
  if (!split.length) return signs(text);
  const inner = split.slice(1, -1).filter((word) => !connectors.has(word));
  const kept = withInitials([split[0], ...inner, ...split.slice(1).slice(-1)]);
  return (kept.length > 1 && articles.has(kept[0]) ? kept.slice(1) : kept).join(" ");
});

export function keys(text) {
  const alike = lookAlike(text);
  return unique([words(text), ...(alike === null ? [] : [words(alike)]), ...spokenOf(text)]);
}

/** The rest of a name without blanks, articles and "and"; "" if too little is left. */
export function loose(text) {
  if (PLAIN.test(text)) {
    const plain = chunksOf(text.toLowerCase());
    if (!plain.some((word) => leftOut.has(word))) {
      const key = plain.join("");
      return key.length > 1 ? key : "";
    }
  }
  const split = splitWords(turned(fold(unnumbered(text)), true));
  let kept = split.filter((word) => !connectors.has(word) && !articles.has(word));
  if (kept.length > 1 && foreign.has(kept[0])) kept = kept.slice(1);
  const key = kept.join("");
  return length(key) > 1 ? key : "";
}

/** Letters and digits alone: how catalogue numbers are compared. */
export function squeeze(text) {
  return splitWords(fold(text)).join("");
}

export function squeezed(text) {
  const alike = lookAlike(text);
  return alike === null ? [squeeze(text)] : unique([squeeze(text), squeeze(alike)]);
}

/** The terms that find one line of print. */
export const terms = remembering((line) => {
  if (PLAIN.test(line)) {
    const split = writtenOut(line.toLowerCase().split(" ").filter(Boolean));
    return unique([...split, ...(hasLetter(split) ? withInitials(split) : []), ...neighbours(split)]);
  }
  let found = lineTerms(fold(line));
  const alike = lookAlike(line);
  if (alike !== null) found = unique([...found, ...lineTerms(fold(alike))]);
  if (found.length) return [...found, ...spokenOf(line)];
  return signs(line) ? [signTerm(signs(line)), ...spokenOf(line)] : [];
});

/** Ways to read a typed text; each has groups, each group spellings. */
export function queryTerms(text) {
  const chunks = chunksOf(translated(unnumbered(text), table.before)).filter((one) => splitWords(fold(one)).length);
  if (!chunks.length) {
    const whole = signs(text);
    return whole ? [[[signTerm(whole)]]] : [];
  }
  const seen = new Map();
  for (const group of withoutSmallWords(chunks).map(spellings)) {
    if (group.length) seen.set(group.join("\0"), group);
  }
  const singles = [...seen.values()];
  const ways = [singles];
  if (singles.length > 1 && singles.length <= MOST_JOINED) {
    for (let i = 0; i < singles.length - 1; i++) {
      const both = [compact(singles[i][0]) + compact(singles[i + 1][0])];
      ways.push([...singles.slice(0, i), both, ...singles.slice(i + 2)]);
    }
    const letters = singles.map((group) => compact(group[0]));
    if (letters.every((letter) => length(letter) === 1) && singles.length > 2) ways.push([[letters.join("")]]);
  }
  return ways;
}

/** The signs at the end of a text that are no punctuation, and what stands before: "Ed Sheeran ÷". */
export function signChunk(text) {
  const stripped = strip(text);
  const at = stripped.lastIndexOf(" ");
  if (at <= 0) return null;
  const [before, last] = [stripped.slice(0, at), stripped.slice(at + 1)];
  if (splitWords(fold(last)).length || !signs(last)) return null;
  const plain = translated(last, table.before);
  const isOrdinary = ordinary.has(plain) && plain !== "+" && plain !== "=";
  return isOrdinary || !splitWords(fold(before)).length ? null : [before, last];
}

/** Whether a text is made of these words, in one of its spellings. */
export function holds(held, text) {
  return queryTerms(text).some((way) =>
    way.every((group) => group.some((spelling) => chunksOf(spelling).every((word) => held.has(word)))));
}

/** Whether a folded word is a number, Arabic or Roman. */
export function isNumber(word) {
  return /^\p{Nd}+$/u.test(word) || (word.length > 1 && word.length < 6 && /^[ivx]+$/.test(word));
}

/** A text without blanks around it. */
export function strip(text) {
  const blank = BLANKS.source.slice(0, -1);
  return text.replace(new RegExp(`^${blank}+|${blank}+$`, "g"), "");
}

function splitWords(folded) {
  let text = folded;
  if (text.includes("$") || text.includes("!")) text = text.replace(MONEY, "s").replace(SHOUT, "i");
  if (text.includes("&") || text.includes("+")) text = text.replace(PLUS, "$1 and ");
  text = text.replaceAll("'", "");
  if (ASCII.test(text)) return writtenOut(text.match(WORD) ?? []);
  const parted = [...text].map((sign) => (HELD_IN_WORDS.test(sign) ? sign : " ")).join("");
  return writtenOut(chunksOf(parted).filter((word) => ALNUM.test(word)));
}

function writtenOut(split) {
  return split.map((word) => short.get(word) ?? word);
}

function turned(folded, elided = false) {
  const match = inverted.exec(folded);
  const text = match ? `${match[2]} ${match[1]}` : folded;
  return elided ? text.replace(/^[ld]'(?=[\p{L}\p{N}_])/u, "") : text;
}

function withInitials(split) {
  const found = [];
  let letters = "";
  for (const word of [...split, null]) {
    if (word !== null && LETTER.test(word)) {
      letters += word;
      continue;
    }
    if (letters) found.push(letters);
    letters = "";
    if (word !== null) found.push(word);
  }
  return found;
}

function lineTerms(folded) {
  const split = splitWords(folded);
  const found = [...split];
  if (hasLetter(split)) found.push(...withInitials(split));
  if (!PLAIN.test(folded)) {
    for (const chunk of chunksOf(folded)) {
      const inner = stripSigns(chunk);
      if (inner && !ALL_ALNUM.test(inner)) found.push(...chunkTerms(chunk));
    }
  }
  return unique([...found, ...neighbours(split)]);
}

function stripSigns(chunk) {
  const all = [...chunk];
  while (all.length && AROUND.has(all[0])) all.shift();
  while (all.length && AROUND.has(all.at(-1))) all.pop();
  return all.join("");
}

function hasLetter(split) {
  return split.length > 1 && split.some((word) => length(word) === 1);
}

function neighbours(split) {
  const plain = split.filter((word) => word !== "and");
  const found = plain.length > 1 && plain.length <= MOST_JOINED ? [plain.join("")] : [];
  for (let i = 1; i < plain.length; i++) found.push(plain[i - 1] + plain[i]);
  return found;
}

function chunkTerms(chunk) {
  const found = [];
  for (const part of unique([chunk, ...chunk.split(PARTS)])) {
    const whole = splitWords(part).filter((word) => word !== "and").join("");
    if (whole) found.push(whole);
  }
  const at = chunk.indexOf("'");
  if (at >= 0 && length(chunk.slice(at + 1)) > 2) found.push(...splitWords(chunk.slice(at + 1)));
  return found;
}

function spellings(chunk) {
  const found = [];
  const alike = lookAlike(chunk);
  for (const folded of [fold(chunk), ...(alike === null ? [] : [fold(alike)])]) {
    const bare = splitWords(folded).filter((word) => word !== "and");
    const split = bare.length ? bare : splitWords(folded);
    found.push(split.join(" "), split.join(""));
  }
  return unique(found).filter(Boolean);
}

function withoutSmallWords(chunks) {
  let kept = chunks.filter((chunk) => {
    const word = splitWords(fold(chunk)).join("");
    return !articles.has(word) && !connectors.has(word);
  });
  if (kept.length > 1 && foreign.has(fold(kept[0]))) kept = kept.slice(1);
  return kept.length ? kept : chunks;
}

function compact(spelling) {
  return spelling.replaceAll(" ", "");
}

function spokenOf(text) {
  const name = spoken.get(strip(text));
  return name === undefined ? [] : [name];
}

function signTerm(text) {
  return "sign" + [...text].slice(0, 40).map((sign) => sign.codePointAt(0).toString(16)).join("x");
}
