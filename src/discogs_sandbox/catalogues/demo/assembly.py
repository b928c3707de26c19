"""Put documents and shelf together into a Catalogue."""

from __future__ import annotations

from discogs_sandbox.api.catalogue import (
    Catalogue,
    Document,
    artist_release_rows,
    collection_item,
    default_fields,
    discography_row,
    label_documents,
    want,
)
from discogs_sandbox.catalogues.demo.checks import GRADES, SLEEVES
from discogs_sandbox.catalogues.demo.documents import (
    album_master,
    artist_document,
    listed_album,
    pacific,
    release_document,
)
from discogs_sandbox.catalogues.demo.facts import Copy, Facts, Shelf, identity


def assemble(facts: Facts) -> Catalogue:
    """Facts that were checked, as one account's catalogue."""
    by_slug = {pressing.slug: release_document(album, pressing) for album, pressing in facts.pressings()}
    masters = _masters(facts, by_slug)
    releases = {release["id"]: release for release in by_slug.values()}
    items = _items(facts.shelf, by_slug)
    return Catalogue(
        username=facts.shelf.username,
        user_id=identity("user", facts.shelf.username),
        name=facts.shelf.name,
        currency=facts.shelf.currency,
        releases=releases,
        masters=masters,
        artists={identity("artist", p.name): artist_document(p, facts) for p in facts.people.values()},
        labels=label_documents(releases.values()),
        artist_releases=_artist_releases(facts, releases, masters),
        items=items,
        wants=_wants(facts.shelf, by_slug),
        folders=[{"id": 0, "name": "All"}, *({"id": i, "name": n} for n, i in _folders(facts.shelf).items())],
        fields=_fields(facts.shelf),
        value=_value(facts.shelf, [releases[item["id"]] for item in items]),
    )


def _masters(facts: Facts, by_slug: dict[str, Document]) -> dict[int, Document]:
    documents = [
        album_master(album, [by_slug[pressing.slug] for pressing in album.pressings])
        for album in facts.albums
        if album.has_master
    ]
    for person in facts.people.values():
        documents += [listed_album(person, year, title)[1] for year, title in person.works]
    return {document["id"]: document for document in documents}


def _artist_releases(
    facts: Facts, releases: dict[int, Document], masters: dict[int, Document]
) -> dict[int, list[Document]]:
    found = artist_release_rows(releases.values(), masters)
    for person in facts.people.values():
        rows = found.setdefault(identity("artist", person.name), [])
        for year, title in person.works:
            main, master = listed_album(person, year, title)
            rows.append(discography_row(main, master, "Main"))
        rows.sort(key=lambda row: (row["year"], row["type"], row["id"]))
    return found


def _folders(shelf: Shelf) -> dict[str, int]:
    """Folder ids by name: 1 is the default one, the others get large ones, as at Discogs."""
    return {name: 1 if name == "Uncategorized" else identity("folder", name) for name in shelf.folders}


def _fields(shelf: Shelf) -> list[Document]:
    own = {
        "id": 4,
        "name": shelf.custom_field,
        "type": "dropdown",
        "position": 4,
        "public": False,
        "options": list(shelf.options),
    }
    return [*default_fields(), own]


def _items(shelf: Shelf, by_slug: dict[str, Document]) -> list[Document]:
    """Copies, oldest first; the n-th copy of a pressing keeps its instance id whatever is added elsewhere."""
    folders = _folders(shelf)
    counts: dict[str, int] = {}
    found = []
    for copy in sorted(shelf.copies, key=lambda copy: copy.added):
        counts[copy.pressing] = counts.get(copy.pressing, 0) + 1
        item = collection_item(
            by_slug[copy.pressing],
            instance_id=identity("copy", f"{copy.pressing}#{counts[copy.pressing]}"),
            date_added=pacific(copy.added),
            folder_id=folders[copy.folder],
            rating=copy.rating,
            notes=_notes(copy),
        )
        found.append(item)
    return found


def _notes(copy: Copy) -> dict[int, str]:
    values = {1: GRADES.get(copy.media, ""), 2: SLEEVES.get(copy.sleeve, ""), 3: copy.notes, 4: copy.custom}
    return {field: value for field, value in values.items() if value}


def _wants(shelf: Shelf, by_slug: dict[str, Document]) -> list[Document]:
    return [
        want(
            shelf.username,
            by_slug[copy.pressing],
            date_added=pacific(copy.added),
            rating=copy.rating,
            notes=copy.notes,
        )
        for copy in sorted(shelf.wants, key=lambda copy: copy.added)
    ]


def _value(shelf: Shelf, owned: list[Document]) -> Document:
    """Invented like the prices it is the sum of."""
    lowest = sum(release["lowest_price"] or 0 for release in owned)
    factors = {"minimum": 1.0, "median": 1.9, "maximum": 4.2}
    return {name: f"{shelf.symbol}{lowest * factor:,.2f}" for name, factor in factors.items()}
