// What the page says of an answer: linernotes.insights.ownership.wording and fact_wording.

import { within } from "./shelf.js";

const WORDS = {
  owned: ["Yes", "You own it."],
  fits: ["Maybe", "One of your albums fits: is it this one?"],
  other: ["Another pressing", "You own this album, but not this pressing."],
  wanted: ["Wanted", "You do not own it, and it is on your wantlist."],
  not: ["No", "You do not own it."],
  several: ["Some of it", "More than one of your albums fits. Which do you mean?"],
  unknown: ["Not known", "What is known here cannot answer this."],
};
const UNKNOWN = {
  barcode: "No record of yours with this barcode is known, but barcodes are not known of all.",
  artist: "No record of yours with this artist is known, but credits are not known of all.",
  label: "No record of yours of this label is known, but labels are known of some by name alone.",
  master: "It is not known which albums your records are of. Type the title instead.",
  release: "You do not own this pressing. Whether you own another one is not known here, as this one is in no"
    + " discography that was read: paste the link of the album (the master) instead.",
};

/** A count with its noun: "1 record", "1,234 records". */
export function counted(count, noun) {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}

/** The answer in a word or two. */
export function word(answer) {
  return answer.verdict === "several" ? counted(answer.copies.length, "record") : WORDS[answer.verdict][0];
}

/** The answer in a sentence or two, with what it rests on. */
export function sentence(shelf, answer) {
  const said = remark(shelf, answer);
  const isOfArtist = answer.meant === "artist" && ["not", "unknown"].includes(answer.verdict) && said;
  const whole = isOfArtist ? said : `${plainSentence(answer)} ${said}`.trimEnd();
  return [whole, rests(answer)].filter(Boolean).join(" ");
}

/** What an answer cannot say here, and can where the app is reached; null where it says all. */
export function missingHere(shelf, answer) {
  if (!["not", "unknown"].includes(answer.verdict)) return null;
  const isOfPeople = ["text", "artist"].includes(answer.meant) && !shelf.index.has_credits;
  if (isOfPeople) return "Musicians that no cover names are looked for with a network only.";
  if (answer.meant === "release") return "Discographies are looked through with a network only.";
  return null;
}

function plainSentence(answer) {
  const { meant, verdict, what } = answer;
  if (verdict === "unknown") return UNKNOWN[meant] ?? WORDS.unknown[1];
  if (meant === "artist" && verdict === "not") return `You own nothing with ${what || "this artist"} on it.`;
  if (meant === "artist" && verdict === "several") return `That is how many of yours ${what || "this artist"} is on.`;
  if (meant === "label" && ["several", "not"].includes(verdict)) {
    const said = verdict === "several" ? "That is what you own of" : "You own nothing of";
    return `${said} ${what || "this label"}.`;
  }
  if (verdict === "fits") return fits(answer);
  const knownBy = { barcode: " Known by its barcode.", number: " Known by its catalogue number." };
  return WORDS[verdict][1] + (verdict !== "not" ? knownBy[meant] ?? "" : "");
}

function fits(answer) {
  if (answer.suggestions.length) return `Nothing of yours is called just so. Did you mean ${answer.suggestions[0]}?`;
  if (answer.meant === "barcode") {
    return "Only the last digit differs from a barcode of yours: it may be wrong here or there.";
  }
  const albums = new Set(answer.copies.map((copy) => copy.album)).size;
  return albums > 1 ? "Several of your albums fit: is it one of these?" : WORDS.fits[1];
}

function rests(answer) {
  if (!["not", "unknown"].includes(answer.verdict)) return null;
  const all = counted(answer.owned, "pressing");
  let part = `${answer.known.toLocaleString("en-US")} of your ${all}`;
  if (answer.known >= answer.owned) part = answer.owned === 1 ? "your only pressing" : `all of your ${all}`;
  return {
    barcode: `Barcodes are read of ${part}.`,
    artist: `Credits are read of ${part}.`,
    master: `The album is known of ${part}.`,
    label: `Labels are known by their ids of ${part}.`,
    release: `This was looked for among ${part}.`,
  }[answer.meant] ?? `Titles, artists and catalogue numbers were compared of ${part}.`;
}

// A sentence about the facts that were typed beside a title.

function remark(shelf, answer) {
  const of = (isMet) => answer.facts.filter((one) => one.isMet === isMet).map((one) => one.fact);
  const [missing, unknown, met] = [of(false), of(null), of(true)];
  const phrases = (facts) => facts.map((fact) => phrase(shelf, fact));
  if (["other", "not"].includes(answer.verdict) && !missing.length && !unknown.length && met.length) {
    const mine = answer.meant === "artist" ? `None of your records with ${answer.what}` : "No copy of yours";
    return `${mine} is all of this together: ${phrases(met).join(", ")}.`;
  }
  if (missing.length) return missingFacts(answer, missing, listed(phrases(missing), "or"));
  if (unknown.length) return `Whether a copy of yours is ${listed(phrases(unknown), "and")} is not known here.`;
  return met.length ? metFacts(shelf, answer, met) : "";
}

function phrase(shelf, fact) {
  const the = shelf.the.has(fact.name) ? "the " : "";
  return {
    year: `of ${fact.name}`,
    carrier: fact.name.endsWith('"') ? `a ${fact.name} record` : `on ${fact.name}`,
    edition: `listed as ${fact.name}`,
    original: "an original pressing",
    country: `from ${the}${fact.name}`,
    label: `on the label ${fact.name}`,
  }[fact.kind];
}

function metFacts(shelf, answer, met) {
  const isOfAlbum = (fact) => fact.kind === "year" && !answer.copies.some((copy) => within(copy.year, fact));
  const rest = met.filter((fact) => !isOfAlbum(fact));
  const said = met.filter(isOfAlbum).map((fact) => `The album is ${phrase(shelf, fact)}.`);
  if (rest.length) {
    const held = listed(rest.map((fact) => phrase(shelf, fact)), "and");
    if (answer.meant === "artist" && answer.verdict === "several") said.push(`Only those ${held} are counted.`);
    else said.push(`${answer.copies.length === 1 ? "Your copy is" : "Your copies are"} ${held}.`);
  }
  return said.join(" ");
}

function missingFacts(answer, missing, phrases) {
  if (answer.meant === "artist") return `None of your records with ${answer.what || "this artist"} is ${phrases}.`;
  if (missing.every((fact) => fact.kind === "year" && !fact.ofPressing)) {
    return `Neither the album nor a copy of yours is ${phrases}.`;
  }
  return `No copy of yours is ${phrases}.`;
}

function listed(phrases, joint) {
  const last = phrases.at(-1);
  return phrases.length > 1 ? `${phrases.slice(0, -1).join(", ")} ${joint} ${last}` : last;
}
