// Do I own it?, answered from the index: linernotes.insights.ownership.ownership.
//
// An answer is {asked, meant, verdict, what, id, copies, others, wants, suggestions, known, owned, facts}.

import { holds, isNumber, keys, loose, queryTerms, signChunk, squeezed, strip, terms, chunksOf, words } from "./folding.js";
import { suggest } from "./near.js";
import { likelyBarcodes, typedBarcode } from "./numbers.js";
import { within } from "./shelf.js";
import { areYears, readings } from "./typed_facts.js";

const ENOUGH = 0.9;
const READ_LOOSELY = 4;
const MOST_WORDS = 20;
const DASH = /\s+[-–—]\s+/;
const LINK = /(?:discogs\.com\/\S*?\b|^\S*?\/)(release|master|artist|label)s?\/(?:view\/)?(\d{1,18})\b/i;
const SHORT = /^\[?\s*(r|m|a|l)\s*=?\s*(\d{1,18})\s*\]?$/i;
const KINDS = { r: "release", m: "master", a: "artist", l: "label" };

/** What there is to say about a text; null if it is empty. */
export function lookUp(shelf, typed) {
  // A regular expression takes the byte order mark for a blank here, and for a sign in Python.
  const text = chunksOf(typed.replaceAll("\ufeff", "")).join(" ");
  return text ? new Owning(shelf).answer(text) : null;
}

function answerOf(asked, meant, verdict, more = {}) {
  return {
    asked, meant, verdict, what: null, id: null, copies: [], others: [], wants: [], suggestions: [],
    known: 0, owned: 0, facts: [], ...more,
  };
}

function wholeVerdict(copies) {
  return new Set(copies.map((copy) => copy.album)).size === 1 ? "owned" : "several";
}

function without(copies, left) {
  const out = new Set(left);
  return copies.filter((copy) => !out.has(copy));
}

function reference(text) {
  const stripped = strip(text);
  const link = LINK.exec(stripped);
  if (link) return { kind: KINDS[link[1][0].toLowerCase()], id: Number(link[2]), isLink: true };
  const short = SHORT.exec(stripped);
  return short ? { kind: KINDS[short[1].toLowerCase()], id: Number(short[2]), isLink: false } : null;
}

class Owning {
  constructor(shelf) {
    this.shelf = shelf;
  }

  answer(text) {
    const answer = this.look(text);
    return this.rested(answer.verdict === "not" && answer.meant === "text" ? this.nearly(answer) : answer);
  }

  // The answer with what it rests on; a No that rests on too little is "unknown".
  rested(answer) {
    const { releases, read, barcodes, masterCount, labelCount } = this.shelf;
    let rests = ["number", "text", "release"].includes(answer.meant) ? releases : read;
    if (answer.meant === "master") rests = masterCount;
    if (answer.meant === "label") rests = labelCount;
    const isBare = answer.meant === "barcode" && !barcodes.size;
    const isTooLittle = answer.verdict === "not" && (isBare || rests < ENOUGH * releases);
    const verdict = isTooLittle ? "unknown" : answer.verdict;
    return { ...answer, verdict, known: isBare ? 0 : rests, owned: releases };
  }

  look(text) {
    const mention = reference(text);
    if (mention?.isLink) return this.byMention(text, mention);
    const exact = this.exact(text);
    if (mention) {
      const answer = this.byMention(text, mention);
      if (!["not", "unknown"].includes(answer.verdict) || !exact) return answer;
    }
    if (exact) return exact;
    const isBarcode = typedBarcode(text).length && !areYears(text);
    return isBarcode ? this.ofUnknownBarcode(text) : this.byParts(text);
  }

  exact(text) {
    const byNumber = this.byNumber(text);
    const titled = this.titled(text);
    return byNumber ? this.withTitled(byNumber, titled) : this.byText(text, titled);
  }

  ofUnknownBarcode(text) {
    const likely = this.likely(text);
    if (likely) return likely;
    const byParts = this.byParts(text);
    return byParts.copies.length || byParts.wants.length ? byParts : answerOf(text, "barcode", "not");
  }

  byParts(text) {
    const read = readings(text, this.shelf.labelWords);
    const withFacts = this.withFacts(read);
    if (withFacts && withFacts.facts.every((one) => one.isMet) && withFacts.copies.length) {
      return { ...withFacts, asked: text };
    }
    const loosely = this.loosely(text);
    if (withFacts && !without(loosely.copies, [...withFacts.copies, ...withFacts.others]).length) {
      return { ...withFacts, asked: text, wants: withFacts.wants.length ? withFacts.wants : loosely.wants };
    }
    return loosely.verdict !== "not" ? loosely : this.inWholeWords(text, read) ?? loosely;
  }

  withFacts(read) {
    let best = null;
    for (const reading of read) {
      const exact = this.exact(reading.text) ?? this.likely(reading.text);
      const isLabel = reading.facts.some((fact) => fact.kind === "label");
      if (!exact || (isLabel && ["number", "barcode"].includes(exact.meant))) continue;
      const answer = this.narrowed(exact, reading.facts);
      if (answer.copies.length && answer.facts.every((one) => one.isMet)) return answer;
      if (!best || rank(answer) > rank(best)) best = answer;
    }
    return best;
  }

  inWholeWords(text, read) {
    for (const reading of read.slice(-READ_LOOSELY).reverse()) {
      const held = this.holding(reading.text).filter((copy) =>
        holds(new Set([...artistWords(copy), ...terms(copy.title)]), reading.text));
      const wants = this.wantedBy(reading.text);
      if (held.length || wants.length) {
        const found = answerOf(reading.text, "text", held.length ? "fits" : "wanted", { copies: held, wants });
        return { ...this.narrowed(found, reading.facts), asked: text };
      }
    }
    return null;
  }

  // A number that is a title, too: 1999 is an album, whatever else has that number.
  withTitled(byNumber, titled) {
    if (!without(titled, byNumber.copies).length) return byNumber;
    const copies = [...titled, ...without(byNumber.copies, titled)];
    return answerOf(byNumber.asked, "text", wholeVerdict(copies), {
      copies, others: without(byNumber.others, copies), wants: byNumber.wants,
    });
  }

  // A No with what may have been meant; "fits" where one letter is wrong, or two are swapped.
  nearly(answer) {
    const read = readings(answer.asked, this.shelf.labelWords).slice(-1);
    for (const { text, facts } of [{ text: answer.asked, facts: [] }, ...read]) {
      const [wrong, suggestions] = suggest(this.shelf, text);
      const meant = suggestions.length ? this.look(suggestions[0]) : answer;
      if (meant.copies.length && wrong !== 1) return { ...answer, suggestions };
      if (meant.copies.length) {
        const found = this.narrowed({ ...answer, verdict: "fits", copies: meant.copies }, facts);
        return { ...found, suggestions };
      }
    }
    return answer;
  }

  // By what is printed on the back of a sleeve.

  byNumber(text) {
    for (const code of typedBarcode(text)) {
      if (this.shelf.barcodes.has(code)) return this.numbered(text, "barcode", this.shelf.barcodes.get(code));
    }
    const chunks = chunksOf(text);
    const count = chunks.length <= MOST_WORDS ? chunks.length : 1;
    const spans = [[0, count]];
    for (let i = 1; i < count; i++) spans.push([i, count]);
    for (let i = 1; i < count; i++) spans.push([0, i]);
    for (const [begin, end] of spans) {
      const beside = [...chunks.slice(0, begin), ...chunks.slice(end, count)].join(" ");
      const releases = this.withNumber(chunks.slice(begin, end).join(" "), beside);
      if (releases.length) return this.numbered(text, "number", releases);
    }
    return null;
  }

  withNumber(number, beside) {
    return squeezed(number).flatMap((key) => this.shelf.numbers.get(key) ?? [])
      .filter(([release, label]) => !beside || holds(this.printedWords(release, label), beside))
      .map(([release]) => release);
  }

  printedWords(release, label) {
    const [copy] = this.shelf.copiesOf(release);
    return new Set([
      ...terms(label), ...(this.shelf.wantedWords.get(release) ?? []),
      ...(copy ? terms(`${copy.artist} ${copy.title}`) : []),
    ]);
  }

  likely(text) {
    for (const [isBody, digits] of likelyBarcodes(text)) {
      const releases = (isBody ? this.shelf.bodies : this.shelf.barcodes).get(digits);
      const found = releases ? this.numbered(text, "barcode", releases) : null;
      if (found) {
        const copies = [...found.copies, ...found.others];
        return copies.length ? { ...found, verdict: "fits", copies, others: [] } : found;
      }
    }
    return null;
  }

  numbered(text, meant, releases) {
    const ids = [...new Set(releases)];
    const { shelf } = this;
    const copies = ids.flatMap((id) => shelf.copiesOf(id));
    const wants = ids.flatMap((id) => (shelf.wants.has(id) ? [shelf.wants.get(id)] : []));
    if (copies.length) {
      const same = [...new Set(copies.map((copy) => copy.album))].flatMap((album) => shelf.copiesOfAlbum(album));
      return answerOf(text, meant, "owned", { copies, others: without(same, copies), wants });
    }
    const masters = [...new Set(wants.map((want) => want.master).filter(Boolean))];
    const others = masters.flatMap((id) => shelf.copiesOfAlbum(`m${id}`));
    return wants.length ? answerOf(text, meant, others.length ? "other" : "wanted", { others, wants }) : null;
  }

  // By words on the front of a sleeve.

  byText(text, titled) {
    const isName = !signChunk(text);
    const called = isName ? [...new Set(keys(text).flatMap((key) => [...(this.shelf.names.get(key) ?? [])]))] : [];
    if (!titled.length && called.length === 1) return this.allOf(text, { kind: "artist", id: called[0] });
    const whole = titled.length ? titled : this.named(text);
    if (whole.length) {
      return answerOf(text, "text", wholeVerdict(whole), { copies: whole, wants: this.wantedBy(text) });
    }
    const roughly = isName ? [...(this.shelf.looseNames.get(loose(text)) ?? [])] : [];
    return roughly.length === 1 ? this.allOf(text, { kind: "artist", id: roughly[0] }) : null;
  }

  loosely(text) {
    const wants = this.wantedBy(text);
    let copies = this.holding(text);
    if (!copies.length && !signChunk(text)) {
      const people = [...new Set(keys(text).flatMap((key) => [...(this.shelf.called.get(key) ?? [])]))];
      if (people.length === 1) return this.allOf(text, { kind: "artist", id: people[0] });
      copies = [...new Set(people.flatMap((id) => this.shelf.copiesBy(id)))];
    }
    return answerOf(text, "text", copies.length ? "fits" : wants.length ? "wanted" : "not", { copies, wants });
  }

  titled(text) {
    const { titles } = this.shelf;
    const typed = strip(text);
    let found = keys(text).flatMap((key) => titles.get(key) ?? []);
    const at = text.indexOf(" ");
    const [first, rest] = at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
    const dash = DASH.exec(typed);
    const sides = dash ? [typed.slice(0, dash.index), typed.slice(dash.index + dash[0].length)] : null;
    for (const pair of [sides?.every(Boolean) ? sides : null, signChunk(text), signChunk(`${rest} ${first}`)]) {
      if (found.length || !pair) continue;
      found = keys(pair[1]).flatMap((key) => titles.get(key) ?? []).filter((copy) => holds(artistWords(copy), pair[0]));
    }
    return [...new Set(found)];
  }

  // A whole title among the words typed, by artists who have the other ones; of several titles the longest.
  named(text) {
    const typed = words(text).split(" ").filter(Boolean);
    const count = typed.length <= MOST_WORDS ? typed.length : 0;
    for (let length = count - 1; length > 0; length--) {
      const found = [];
      for (let at = 0; at <= count - length; at++) {
        const beside = [...typed.slice(0, at), ...typed.slice(at + length)].join(" ");
        for (const key of keys(typed.slice(at, at + length).join(" "))) {
          found.push(...(this.shelf.titles.get(key) ?? []).filter((copy) => holds(artistWords(copy), beside)));
        }
      }
      if (found.length) return [...new Set(found)];
    }
    return [];
  }

  holding(text) {
    const codes = [...typedBarcode(text), ...likelyBarcodes(text).map(([, code]) => code)];
    const ways = [...queryTerms(text), ...codes.map((code) => [[code]])];
    const rough = this.shelf.looseTitles.get(loose(text)) ?? [];
    return [...new Set([...rough, ...this.shelf.matching(ways), ...this.shelf.holding(text)])];
  }

  wantedBy(text) {
    const asked = words(text).split(" ").filter(Boolean);
    if (!asked.length) return [];
    const begins = (held, word) => held.has(word) || (!isNumber(word) && [...held].some((one) => one.startsWith(word)));
    return [...this.shelf.wants.values()].filter((want) =>
      asked.every((word) => begins(this.shelf.wantedWords.get(want.release), word)));
  }

  // By a link or an id.

  byMention(text, mention) {
    if (mention.kind === "release") return this.ofRelease(text, mention.id);
    return mention.kind === "master" ? this.ofMaster(text, mention.id) : this.allOf(text, mention);
  }

  // Of releases that are not owned the index knows those of owned masters alone, and the wanted ones.
  ofRelease(text, id) {
    const { shelf } = this;
    const copies = shelf.copiesOf(id);
    if (copies.length) {
      const others = without(shelf.copiesOfAlbum(copies[0].album), copies);
      const wants = this.wantsOf(id, copies[0].master);
      return answerOf(text, "release", "owned", { what: copies[0].title, id, copies, others, wants });
    }
    const want = shelf.wants.get(id);
    const master = want?.master || shelf.pressings.get(id) || 0;
    const others = master ? shelf.copiesOfAlbum(`m${master}`) : [];
    const wants = this.wantsOf(id, master);
    const verdict = others.length ? "other" : wants.length ? "wanted" : "unknown";
    const what = want ? `${want.artist} – ${want.title}` : null;
    return answerOf(text, "release", verdict, { what, id, others, wants });
  }

  ofMaster(text, id) {
    const { shelf } = this;
    let copies = shelf.copiesOfAlbum(`m${id}`);
    if (!copies.length && shelf.mains.has(id)) copies = shelf.copiesOf(shelf.mains.get(id));
    const wants = this.wantsOf(null, id);
    const what = shelf.masterTitles.get(id) ?? copies[0]?.title ?? wants[0]?.title ?? null;
    const verdict = copies.length ? "owned" : wants.length ? "wanted" : "not";
    return answerOf(text, "master", verdict, { what, id, copies, wants });
  }

  // What is owned of an artist, or of a label. Who is on no cover may not be known here.
  allOf(text, { kind, id }) {
    if (kind === "label") {
      const copies = this.shelf.copiesOn(id);
      return answerOf(text, "label", copies.length ? "several" : "not", { what: this.shelf.labelName(id), id, copies });
    }
    const copies = this.shelf.copiesBy(id);
    const verdict = copies === null ? "unknown" : copies.length ? "several" : "not";
    return answerOf(text, "artist", verdict, { what: this.shelf.people.get(id)?.name ?? null, id, copies: copies ?? [] });
  }

  wantsOf(release, master) {
    const wants = [...this.shelf.wants.values()];
    return [
      ...wants.filter((want) => want.release === release),
      ...wants.filter((want) => master && want.master === master && want.release !== release),
    ];
  }

  // Narrowed by facts: linernotes.insights.ownership.by_facts.

  narrowed(answer, facts) {
    const { copies } = answer;
    if (!facts.length || !copies.length) return answer;
    const hasAll = (copy) => facts.every((fact) => this.shelf.hasFact(copy, fact));
    const full = copies.filter(hasAll);
    if (full.length) return this.ofCopies(answer, nearest(full, facts), facts);
    const maybe = copies.filter((copy) => facts.every((fact) => this.shelf.hasFact(copy, fact) !== false));
    if (maybe.length) return { ...this.ofCopies(answer, maybe, facts), verdict: "fits" };
    const others = answer.others.filter(hasAll);
    if (others.length) {
      const swapped = { ...answer, copies: answer.others, others: answer.copies };
      return { ...this.ofCopies(swapped, others, facts), verdict: "fits" };
    }
    const read = this.factsRead(copies, facts);
    if (answer.meant === "artist") return { ...answer, verdict: "not", copies: [], facts: read };
    return this.missing(answer, facts, read);
  }

  ofCopies(answer, copies, facts) {
    const albums = new Set(copies.map((copy) => copy.album));
    const same = without(answer.copies, copies).filter((copy) => albums.has(copy.album));
    const found = { ...answer, copies, others: [...same, ...answer.others], facts: this.factsRead(copies, facts) };
    if (answer.meant === "artist") {
      const isYear = facts.some((fact) => fact.kind === "year");
      return { ...found, verdict: isYear ? "fits" : answer.verdict, others: [] };
    }
    return answer.verdict === "fits" ? found : { ...found, verdict: wholeVerdict(copies) };
  }

  missing(answer, facts, read) {
    const unmet = read.filter((one) => !one.isMet).map((one) => one.fact);
    const isOther = (unmet.length ? unmet : facts).every((fact) =>
      this.shelf.ofPressings.has(fact.kind) || fact.ofPressing);
    if (answer.verdict === "fits" || !isOther) return { ...answer, verdict: "fits", facts: read };
    return { ...answer, verdict: "other", copies: [], others: [...answer.copies, ...answer.others], facts: read };
  }

  factsRead(copies, facts) {
    return facts.map((fact) => {
      const held = copies.map((copy) => this.shelf.hasFact(copy, fact));
      return { fact, isMet: held.includes(true) ? true : held.includes(null) ? null : false };
    });
  }
}

function nearest(copies, facts) {
  const years = facts.filter((fact) => fact.kind === "year");
  const pressed = copies.filter((copy) => years.every((fact) => within(copy.year, fact)));
  return pressed.length ? pressed : copies;
}

function rank(answer) {
  return (answer.verdict !== "not" ? 2 : 0) + (answer.meant !== "artist" ? 1 : 0);
}

function artistWords(copy) {
  return new Set([copy.artist, ...copy.artists.map((one) => one.name)].flatMap(terms));
}
