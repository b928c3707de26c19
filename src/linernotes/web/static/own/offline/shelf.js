// What can be looked up: the index of a build, in the shapes that linernotes.insights.ownership.lookup_index has.

import {
  chunksOf, fold, isNumber, keys, loose, queryTerms, squeeze, squeezed, terms, unnumbered, useTables,
} from "./folding.js";
import { labelNumbers } from "./numbers.js";
import { NearNames, nearNames, NearWords } from "./near.js";
import { countryKey, useWords } from "./typed_facts.js";

const OF_EXPORT = 1;
const WITHOUT_INSTANCE = 2;
const BRACKETS = /\s*[([][^)\]]*[)\]]\s*$/u;
const COMPANY = /\s+(?:records|recordings|record company|record co\.?|music|label)$/i;
const BETWEEN = /\s*(?:,|&|\band\b)\s*/u;
const AGAIN = ["reissue", "repress", "remastered"];
const SHORTEST_LABEL = 3;
const MOST_WORDS = 20;

/** One copy. Unknown numbers are 0, unknown texts "". `at` is its place in the collection, which tells copies apart. */
function copyOf(index, at) {
  const { copies, artists, formats, labels, countries } = index;
  const named = copies.artists[at].map((number) => {
    const [id, printed, name] = artists[number];
    return { id, printed, name: name || printed };
  });
  const parts = copies.labels[at];
  const master = copies.master[at];
  return {
    at,
    release: copies.release[at],
    master,
    album: master ? `m${master}` : `r${copies.release[at]}`,
    title: copies.title[at],
    artist: copies.credit[at] === 0 ? named[0].printed : copies.credit[at],
    artists: named,
    year: copies.year[at],
    albumYear: copies.album_year[at],
    country: countries[copies.country[at]],
    formats: formats[copies.formats[at]][0],
    formatNumber: copies.formats[at],
    labels: parts.flatMap((_, i) => (i % 2 ? [] : [{
      id: labels[parts[i]][0], name: labels[parts[i]][1] || "", number: parts[i + 1] || "",
    }])),
    isOfExport: Boolean(copies.flags[at] & OF_EXPORT),
    hasInstance: !(copies.flags[at] & WITHOUT_INSTANCE),
    order: copies.order[at],
  };
}

/** Made when it is first asked for: a text that is a whole title needs few of them. */
function lazy(object, name, make) {
  Object.defineProperty(object, name, {
    configurable: true,
    get() {
      const value = make();
      Object.defineProperty(object, name, { value });
      return value;
    },
  });
}

function add(map, key, value) {
  const held = map.get(key);
  if (held) held.push(value);
  else map.set(key, [value]);
}

export class Shelf {
  constructor(index) {
    useTables(index.rules.folding);
    useWords(index.rules);
    this.index = index;
    this.parts = [];
    this.ofPressings = new Set(index.rules.of_pressings);
    this.the = new Set(index.rules.the);
    this.copies = index.copies.release.map((_, at) => copyOf(index, at));
    this.releases = index.releases;
    this.read = index.read;
    this.wants = new Map(index.wants.map(([release, master, title, artist, year]) =>
      [release, { release, master, title, artist, year }]));
    this.mains = new Map(index.mains);
    this.pressings = new Map(index.pressings);
    this.masterTitles = new Map(index.masters);
    this.barcodes = new Map(index.barcodes);
    for (const [name, make] of Object.entries({
      byRelease: () => this.grouped((copy) => copy.release),
      byAlbum: () => this.grouped((copy) => copy.album),
      bodies: () => this.readBodies(),
      numbers: () => this.readNumbers(),
      wantedWords: () => new Map([...this.wants.values()].map((want) =>
        [want.release, new Set(terms(`${want.artist} ${want.title}`))])),
      titles: () => this.readTitles(titleSpellings),
      looseTitles: () => this.readTitles((title) => [loose(title)].filter(Boolean)),
      names: () => this.readNames(keys),
      looseNames: () => this.readNames((name) => [loose(name)].filter(Boolean)),
      people: () => this.readPeople(),
      called: () => this.readCalled(),
      labelWords: () => this.readLabelWords(),
      texts: () => this.copies.map((copy) => ` ${[...terms(copy.artist), ...terms(copy.title)].join(" ")} `),
      searched: () => this.copies.map((copy) => searchedTerms(copy)),
      near: () => new NearNames(nearNames(this.copies)),
      nearWords: () => new NearWords(this.copies),
      formatWords: () => new Map(),
      masterCount: () => this.countReleases((copy) => copy.master || copy.hasInstance),
      labelCount: () => this.countReleases((copy) => copy.labels.every((label) => label.id)),
    })) {
      lazy(this, name, make);
      this.parts.push(name);
    }
  }

  /** Make what is not made yet, a part at a time, while nobody waits for it: a No needs all of them. */
  warm(later) {
    const name = this.parts.shift();
    if (name === undefined) return;
    later(() => {
      this[name];
      this.warm(later);
    });
  }

  copiesOf(release) {
    return this.byRelease.get(release) ?? [];
  }

  copiesOfAlbum(album) {
    return this.byAlbum.get(album) ?? [];
  }

  /** All copies that an artist is on, in the order of artists; null where that is not known here. */
  copiesBy(id) {
    const person = this.people.get(id);
    if (!person) return this.index.has_credits ? [] : null;
    return [...person.places].map((at) => this.copies[at]).sort((a, b) => a.order - b.order);
  }

  copiesOn(label) {
    return this.copies.filter((copy) => copy.labels.some((one) => one.id === label))
      .sort((a, b) => a.order - b.order);
  }

  labelName(id) {
    return this.index.labels.find(([one]) => one === id)?.[1] || null;
  }

  /** The copies that hold each word of a text in any spelling, within words too, but no number within a number. */
  holding(text) {
    const seen = new Map((queryTerms(text)[0] ?? []).map((group) => [group.join("\0"), group]));
    let found = this.copies;
    for (const group of [...seen.values()].slice(0, MOST_WORDS)) {
      const spelled = group.map((spelling) =>
        chunksOf(spelling).map((word) => (isNumber(word) ? ` ${word} ` : word)));
      found = found.filter((copy) =>
        spelled.some((parts) => parts.every((part) => this.texts[copy.at].includes(part))));
    }
    return found;
  }

  /** The copies whose titles and artists have a word that begins with each typed one: the full-text search. */
  matching(ways) {
    if (!ways.length) return [];
    const fits = (held, word) => (isNumber(word) ? held.has(word) : held.some(word));
    return this.copies.filter((copy) => {
      const held = this.searched[copy.at];
      return ways.some((way) => way.every((group) =>
        group.some((spelling) => chunksOf(spelling).every((word) => fits(held, word)))));
    });
  }

  /** The words of a copy's formats, whole and each for itself. */
  wordsOf(copy) {
    let held = this.formatWords.get(copy.formatNumber);
    if (!held) {
      held = new Set();
      for (const line of this.index.formats[copy.formatNumber].flat()) {
        const whole = fold(line);
        for (const word of [whole, squeeze(line), ...(whole.match(/[\p{L}\p{N}]+/gu) ?? [])]) if (word) held.add(word);
      }
      this.formatWords.set(copy.formatNumber, held);
    }
    return held;
  }

  /** Whether a fact holds for a copy; null where that is not known. */
  hasFact(copy, fact) {
    if (fact.kind === "year") {
      if (within(copy.year, fact) || (!fact.ofPressing && within(copy.albumYear, fact))) return true;
      return !copy.year || (isPressingYear(copy) && !fact.ofPressing) ? null : false;
    }
    if (fact.kind === "original") {
      if (AGAIN.some((word) => this.wordsOf(copy).has(word))) return false;
      if (!copy.year || isPressingYear(copy)) return null;
      return copy.year === (copy.albumYear || copy.year);
    }
    if (fact.kind === "country") {
      if (!copy.country) return null;
      const named = [copy.country, ...copy.country.split(BETWEEN)].map(countryKey);
      return named.includes(countryKey(fact.name));
    }
    if (fact.kind === "label") {
      const named = new Set(copy.labels.filter((one) => one.name).flatMap((one) => labelKeys(one.name)));
      return named.size ? labelKeys(fact.name).some((key) => named.has(key)) : null;
    }
    const held = this.wordsOf(copy);
    return held.size ? fact.ways.some((way) => way.every((word) => held.has(word))) : null;
  }

  grouped(key) {
    const found = new Map();
    for (const copy of this.copies) add(found, key(copy), copy);
    return found;
  }

  readBodies() {
    const found = new Map();
    for (const [release, code] of this.index.barcodes.flatMap(([code, ids]) => ids.map((id) => [id, code]))
      .sort((a, b) => a[0] - b[0])) add(found, code.slice(0, -1), release);
    return found;
  }

  readNumbers() {
    const found = new Map();
    const owned = this.copies.flatMap((copy) => copy.labels.map((one) => [copy.release, one.name, one.number]));
    for (const [release, name, whole] of [...owned, ...this.index.numbers]) {
      for (const [label, number] of labelNumbers(name, whole)) {
        for (const key of squeezed(number)) if (key) add(found, key, [release, label]);
      }
    }
    return found;
  }

  readTitles(spell) {
    const found = new Map();
    for (const copy of this.copies) for (const key of new Set(spell(copy.title))) add(found, key, copy);
    return found;
  }

  readNames(spell) {
    const found = new Map();
    for (const [id, printed, name] of this.index.artists) {
      if (!id) continue;
      for (const one of new Set([printed, name || printed])) {
        for (const key of spell(one)) found.set(key, (found.get(key) ?? new Set()).add(id));
      }
    }
    return found;
  }

  readPeople() {
    const found = new Map();
    for (const copy of this.copies) {
      for (const { id, printed } of copy.artists) {
        if (!id) continue;
        const held = found.get(id) ?? { name: unnumbered(printed), places: new Set() };
        found.set(id, held);
        held.places.add(copy.at);
      }
    }
    for (const [id, name, , places] of this.index.people) {
      const held = found.get(id) ?? { name, places: new Set() };
      found.set(id, held);
      if (name) held.name = name;
      for (const at of places) held.places.add(at);
    }
    return found;
  }

  // Everybody on the shelf by each of their names, where the index has them.
  readCalled() {
    const found = new Map();
    if (!this.index.has_credits) return found;
    const more = new Map(this.index.people.map(([id, , names]) => [id, names]));
    for (const [id, { name }] of this.people) {
      for (const one of [name, ...(more.get(id) ?? [])]) {
        for (const key of keys(one)) found.set(key, (found.get(key) ?? new Set()).add(id));
      }
    }
    return found;
  }

  readLabelWords() {
    const names = [...new Set(this.index.labels.map(([, name]) => name).filter(Boolean))].sort();
    return new Map(names.flatMap((name) => labelKeys(name).map((key) => [key, name]))
      .filter(([key]) => [...key].length >= SHORTEST_LABEL));
  }

  countReleases(isCounted) {
    return new Set(this.copies.filter(isCounted).map((copy) => copy.release)).size;
  }
}

/** Whether a copy was pressed within the years of a fact. */
export function within(year, fact) {
  return year !== 0 && fact.first <= year && year <= fact.last;
}

// The words of a copy's title and artists, as the full-text index has them: to be asked for whole and by beginnings.
function searchedTerms(copy) {
  const lines = [copy.title, ...copy.artists.flatMap((one) => [one.name, one.printed])];
  const held = new Set(lines.flatMap(terms));
  held.some = (word) => {
    for (const one of held) if (one.startsWith(word)) return true;
    return false;
  };
  return held;
}

function titleSpellings(title) {
  const bare = title.replace(BRACKETS, "");
  return [
    ...keys(title),
    ...(bare && bare !== title ? keys(bare) : []),
    ...(title.includes(" = ") ? title.split(" = ").flatMap(keys) : []),
  ];
}

function labelKeys(name) {
  return [...new Set([squeeze(name), squeeze(name.replace(COMPANY, ""))])];
}

function isPressingYear(copy) {
  return !copy.albumYear && copy.year !== 0 && (copy.master !== 0 || copy.isOfExport);
}
