"""A catalogue in which every field that Discogs' users can write holds text that means harm."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from discogs_sandbox.api.catalogue import Catalogue, Document

#: What a script sets that should never have run.
FLAG = "hacked"

#: What an attacker writes into names, titles and notes: each one is tried in every kind of field.
TEXTS = (
    f"<script>window.{FLAG}=1</script>",
    f'"><img src=x onerror="window.{FLAG}=2">',
    f"' onmouseover='window.{FLAG}=3' autofocus onfocus='window.{FLAG}=3' x='",
    f"</script><script>window.{FLAG}=4</script>",
    f"</title></style></textarea></noscript><svg onload=window.{FLAG}=5>",
    f"{{{{7*7}}}}{{% if 1 %}}${{window.{FLAG}=6}}`#{{7*7}}",
    "'); drop table release; -- \\",
    "\u202egnp.eveels\u2066\u200f \u0000\u0007\ufeff\ud7ff",
    "<!-- ]]> --> <![CDATA[ &lt;b&gt; &#60;i&#62;",
    f"[url=javascript:window.{FLAG}=7]here[/url] [a=<img src=x onerror=window.{FLAG}=7>] [l1] [r=1] [b]<u>[/b]",
    "null NaN undefined None true 0 [] {}",
    "__proto__ constructor toString",
)

#: What is written where an address belongs.
ADDRESSES = (
    f"javascript:window.{FLAG}=8",
    f"JaVaScRiPt\t:window.{FLAG}=8",
    f"data:text/html,<script>window.{FLAG}=9</script>",
    f'https://evil.example/"onclick="window.{FLAG}=10',
    f"//evil.example/<script>window.{FLAG}=11</script>",
    "http://[",
    "https://www.discogs.com.evil.example/",
)

LONG = "W" * 10_000

#: Key of a document -> whether the user may write text or an address there.
_WRITTEN = frozenset(
    (
        *("name", "anv", "title", "notes", "profile", "value", "description", "catno", "text", "realname"),
        *("artist", "label", "format", "country", "released", "duration", "position", "entity_type_name"),
        "artists_sort",
    )
)
_ADDRESSED = frozenset({"uri", "urls"})

#: Parts of documents in which an address is Discogs' own, not a user's.
_OWN_ADDRESSES = frozenset({"images"})


def hostile_catalogue(catalogue: Catalogue) -> Catalogue:
    """The same records, people and places, all of them with hostile words before their own.

    One release has a title, and one artist a name, of 10,000 letters without a blank.
    """
    plant = _Planter()
    releases = plant.all(catalogue.releases)
    artists = plant.all(catalogue.artists)
    long_release, long_artist = list(releases.values())[3], list(artists.values())[3]
    plant.put(long_release["title"], LONG)
    plant.put(long_artist["name"], LONG)
    return replace(
        catalogue,
        name=plant.text(catalogue.name),
        releases=plant.again(releases),
        masters=plant.again(plant.all(catalogue.masters)),
        artists=plant.again(artists),
        labels=plant.again(plant.all(catalogue.labels)),
        artist_releases={
            id: [plant.again_in(plant.document(row)) for row in rows]
            for id, rows in catalogue.artist_releases.items()
        },
        items=[plant.again_in(plant.document(item)) for item in catalogue.items],
        wants=[plant.again_in(plant.document(want)) for want in catalogue.wants],
        folders=[
            folder | {"name": plant.text(folder["name"])} if folder["id"] > 1 else folder
            for folder in catalogue.folders
        ],
        fields=[
            field | {"name": plant.text(field["name"])} if field["id"] > 3 else field
            for field in catalogue.fields
        ],
    )


class _Planter:
    """Puts the same hostile text before the same words, wherever they stand: a name stays one name."""

    def __init__(self) -> None:
        self._instead: dict[str, str] = {}

    def put(self, words: str, instead: str) -> None:
        """Whatever these words are anywhere, let them be others."""
        self._instead[words] = instead

    def text(self, words: str) -> str:
        number = int(hashlib.sha256(words.encode()).hexdigest(), 16)
        return f"{TEXTS[number % len(TEXTS)]} {words}"

    def all(self, documents: Mapping[int, Document]) -> dict[int, Document]:
        return {id: self.document(document) for id, document in documents.items()}

    def document(self, document: Document) -> Document:
        planted = _walk(document, self._planted)
        if "profile" in planted:  # an artist
            planted["urls"] = list(ADDRESSES)
            planted["profile"] = " ".join([*TEXTS, planted["profile"]])
        if "tracklist" in planted and "main_release" not in planted:  # a release
            planted["notes"] = "\n".join(TEXTS)
            planted["videos"] = [
                {
                    "uri": address,
                    "title": f"{TEXTS[0]} video",
                    "description": TEXTS[1],
                    "duration": 1,
                    "embed": True,
                }
                for address in ADDRESSES
            ]
            planted["identifiers"] = [
                {"type": "Barcode", "value": text, "description": TEXTS[1]} for text in TEXTS
            ]
        return planted

    def again(self, documents: dict[int, Document]) -> dict[int, Document]:
        return {id: self.again_in(document) for id, document in documents.items()}

    def again_in(self, document: Document) -> Document:
        return _walk(document, lambda key, words, inside: self._instead.get(words, words))

    def _planted(self, key: str, words: str, inside: str) -> str:
        if not words or inside in _OWN_ADDRESSES:
            return words
        if key in _ADDRESSED:
            return (
                words
                if words.startswith("https://www.discogs.com/")
                else ADDRESSES[len(words) % len(ADDRESSES)]
            )
        if key == "role":
            return f"{words} [{TEXTS[1]}], {self.text(words).replace(',', ';')}"
        if key == "join":
            return f"{words} {TEXTS[0]}"
        if inside == "notes" and words.endswith(")"):  # the grades of conditions are Discogs' own
            return words
        return self.text(words) if key in _WRITTEN else words


def _walk(value: Any, change: Callable[[str, str, str], str], key: str = "", inside: str = "") -> Any:
    """The same document with every text changed; `change` is told its key, the text, and in what it stands."""
    if isinstance(value, dict):
        return {name: _walk(one, change, name, key) for name, one in value.items()}
    if isinstance(value, list):
        return [_walk(one, change, key, key) for one in value]
    return change(key, value, inside) if isinstance(value, str) else value
