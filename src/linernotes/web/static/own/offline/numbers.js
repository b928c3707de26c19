// Barcodes and catalogue numbers as they are printed and typed: linernotes.documents.numbers.

import { fold, squeeze, strip } from "./folding.js";

const SHORTEST_BARCODE = 7;
const FULL_BARCODE = 11;
const SHORTEST_NUMBER = 3;
const CALLED = /^\s*(?:barcode|ean|upc|gtin)(?:-?\d\d?)?\s*:?(?=[\s\d])/i;
const DIGIT = /[\p{Nd}²³¹⁰⁴-⁹₀-₉]/u;
const SEVERAL = /\s*[,;]\s*|\s+\/\s+|\/(?=\d{1,3}$)/u;

/** The catalogue numbers of a label, each with the label's name: rows of [label, number]. */
export function labelNumbers(label, number) {
  if (!number || fold(number) === "none") return [];
  const parts = number.split(SEVERAL).map(strip);
  const several = parts.length > 1
    ? parts.filter((part) => DIGIT.test(part) && [...squeeze(part)].length >= SHORTEST_NUMBER)
    : [];
  return [number, ...several].map((one) => [label || "", one]);
}

function barcode(printed) {
  const digits = fold(printed).replace(/[^0-9]/g, "");
  const letters = (printed.match(/\p{L}/gu) ?? []).length;
  if (digits.length < SHORTEST_BARCODE || letters > digits.length) return null;
  return digits.replace(/^0+/, "") || null;
}

/** The barcodes that a text of digits, blanks and signs may mean: as typed, with a check digit, without its own. */
export function typedBarcode(typed) {
  const text = typed.replace(CALLED, "");
  const digits = /\p{L}/u.test(text) ? null : barcode(text);
  if (digits === null) return [];
  const shorter = digits.slice(0, -1);
  return [digits, digits + checkDigit(digits), ...(checkDigit(shorter) === digits.at(-1) ? [shorter] : [])];
}

/** Digits to look for when the last digit is wrong: rows of [whether barcodes count without theirs, digits]. */
export function likelyBarcodes(typed) {
  const digits = typedBarcode(typed)[0] ?? "";
  if (digits.length < FULL_BARCODE - 1) return [];
  return [[true, digits.slice(0, -1)], [true, digits], [false, digits.slice(0, -1)]];
}

function checkDigit(digits) {
  let total = 0;
  [...digits].reverse().forEach((digit, place) => { total += Number(digit) * (place % 2 === 0 ? 3 : 1); });
  return String((10 - (total % 10)) % 10);
}
