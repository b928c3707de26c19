// Search in a shared site: the records and artists of shelf.js, without a server.
const MOST = 30;
const field = document.getElementById("search");
const hits = document.getElementById("hits");
const root = document.body.dataset.root;
const fold = (text) => String(text).normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

const lines = [
  ...window.SHELF.artists.map(([id, name, records]) => ({
    to: `artist/${id}.html`, text: name, more: records === 1 ? "1 record" : `${records} records`, folded: fold(name),
  })),
  ...window.SHELF.records.map(([id, title, artist, year]) => ({
    to: `record/${id}.html`, text: title, more: year ? `${artist}, ${year}` : artist, folded: fold(`${title} ${artist} ${year}`),
  })),
];

field.closest("[hidden]").hidden = false;
field.addEventListener("input", () => {
  const words = fold(field.value).split(/\s+/).filter(Boolean);
  const found = words.length ? lines.filter((line) => words.every((word) => line.folded.includes(word))) : [];
  hits.replaceChildren(...found.slice(0, MOST).map(item));
  if (words.length && !found.length) {
    const nothing = document.createElement("li");
    nothing.textContent = "Nothing on this shelf matches.";
    hits.append(nothing);
  }
});

function item(line) {
  const link = document.createElement("a");
  link.href = root + line.to;
  link.textContent = line.text;
  const more = document.createElement("span");
  more.className = "muted";
  more.textContent = ` ${line.more}`;
  const entry = document.createElement("li");
  entry.append(link, more);
  return entry;
}
