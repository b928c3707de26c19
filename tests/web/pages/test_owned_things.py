"""Do I own it? Every title, number and barcode that the documents of a whole shelf have, typed in several ways; and
titles of its artists' discographies that are not on it."""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections.abc import Iterable, Iterator

from tests.web.catalogues import Known, unnumbered
from tests.web.facts.shelf import PSEUDO_ARTISTS, Document
from typer.testing import CliRunner

from linernotes.cli import app, load_commands

SEED = 11
COPIES = 300
NOT_OWNED = 100
FOUND = ("owned", "fits", "several", "other")


def drawn(known: Known) -> list[Document]:
    """The documents of up to 300 copies, by a fixed seed."""
    items = known.shelf.items
    chosen = random.Random(SEED).sample(items, min(COPIES, len(items)))
    return [known.shelf.releases[item["id"]] for item in chosen]


def missed(known: Known, typed: Iterable[tuple[str, int]]) -> dict[str, tuple[int, str]]:
    """What was typed without its release being found -> (the release, the verdict)."""
    found = {}
    for text, release_id in typed:
        answer = known.json("/api/own", q=text)
        shown = {one["release_id"] for one in (*answer["copies"], *answer["others"])}
        is_cut = answer["total"] > len(answer["copies"])
        if answer["verdict"] not in FOUND or not (release_id in shown or is_cut):
            found[text] = (release_id, answer["verdict"])
    return found


def titles(releases: Iterable[Document]) -> Iterator[tuple[str, int]]:
    for number, release in enumerate(releases):
        by = unnumbered(release["artists"][0]["name"])
        text = f"{by} - {release['title']}"
        yield (text, text.upper(), f"{release['title']} {by}".lower())[number % 3], release["id"]


def test_every_copy_is_found_by_artist_and_title(known: Known) -> None:
    typed = list(titles(drawn(known)))
    assert len(typed) == min(COPIES, len(known.shelf.items))
    assert missed(known, typed) == {}


def numbers(releases: Iterable[Document]) -> Iterator[tuple[str, int]]:
    """Each catalogue number as it is printed, and without its blanks and dashes."""
    for release in releases:
        for label in release["labels"]:
            number = label["catno"]
            if number and number.lower() != "none":
                yield number, release["id"]
                yield re.sub(r"[\s-]", "", number).lower() or number, release["id"]


def test_every_copy_is_found_by_each_of_its_catalogue_numbers(known: Known) -> None:
    typed = dict(numbers(drawn(known)))
    assert len(typed) > 80
    assert missed(known, typed.items()) == {}


def barcodes(releases: Iterable[Document]) -> Iterator[tuple[str, int]]:
    """Each printed barcode of full length as it is, and in turn with blanks, without and with a wrong last digit."""
    for number, release in enumerate(releases):
        for one in release.get("identifiers", []):
            digits = re.sub(r"[\s-]", "", one.get("value") or "")
            if one["type"] == "Barcode" and re.fullmatch(r"[0-9]{12,13}", digits):
                wrong = str((int(digits[-1]) + 1) % 10)
                blanks = " ".join((digits[0], digits[1:6], digits[6:11], digits[11:]))
                yield one["value"], release["id"]
                yield (digits, blanks, digits[:-1], digits[:-1] + wrong)[number % 4], release["id"]


def test_every_copy_is_found_by_each_of_its_barcodes(known: Known) -> None:
    typed = dict(barcodes(drawn(known)))
    assert len(typed) >= 2  # the demo's records are old, and most have none
    assert missed(known, typed.items()) == {}


def test_the_collections_search_finds_every_copy_by_artist_and_title(known: Known) -> None:
    for text, release_id in list(titles(drawn(known)))[:80]:
        found = known.json("/api/collection", q=text, per_page=1000)["items"]
        assert release_id in {one["release_id"] for one in found}, text


def swapped(text: str) -> str:
    """The text with two different letters swapped in the middle of its longest word."""
    word = max(re.findall(r"[a-z]+", text.lower()), key=len)
    at = next(i for i in range(len(word) // 2, len(word) - 1) if word[i] != word[i + 1])
    return text.lower().replace(word, word[:at] + word[at + 1] + word[at] + word[at + 2 :], 1)


def test_a_title_with_two_letters_swapped_is_asked_back(known: Known) -> None:
    plain = [release for release in drawn(known) if re.search(r"[a-z]{8}", release["title"].lower())]
    assert len(plain) > 20
    missing = {}
    for release in plain[:40]:
        text = swapped(release["title"])
        answer = known.json("/api/own", q=text)
        shown = {one["release_id"] for one in (*answer["copies"], *answer["others"])}
        if answer["verdict"] in FOUND and release["id"] in shown:
            continue
        meant = missed(known, [(suggestion, release["id"]) for suggestion in answer["suggestions"]])
        if len(meant) == len(answer["suggestions"]):
            missing[text] = (release["id"], answer["verdict"], answer["suggestions"])
    assert missing == {}


def test_the_command_finds_every_artist_by_name_in_small_letters_and_without_the(known: Known) -> None:
    names = {one["id"]: one["name"] for release in drawn(known) for one in release["artists"]}
    names = {id: unnumbered(name) for id, name in names.items() if id not in PSEUDO_ARTISTS}
    unique = [id for id, name in sorted(names.items()) if [*map(bare, names.values())].count(bare(name)) == 1]
    with_the = [id for id in unique if names[id].startswith("The ")]
    load_commands()
    for id in {*random.Random(SEED).sample(unique, 4), *with_the[:2]}:
        typed = names[id].lower().removeprefix("the ")
        result = CliRunner().invoke(app, ["--home", str(known.home), "artist", "--json", typed])
        assert result.exit_code == 0, (typed, result.output)
        assert json.loads(result.stdout)["artist"]["artist_id"] == id, typed


def test_a_no_says_of_how_many_pressings_it_knows(known: Known) -> None:
    owned = len(known.shelf.release_ids)
    read = known.rows(
        "select count(distinct release_id) from collection_items join release using (release_id) where source = 'api'"
    )[0][0]
    for text, what in (("4006381333931", "Barcodes are read of"), ("Zzyzx Quuxly", "Titles, artists and")):
        answer = known.json("/api/own", q=text)
        assert (answer["verdict"], answer["known"], answer["owned"]) == ("not", read, owned)
        assert what in answer["sentence"]
        assert f"all of your {owned} pressings" in answer["sentence"]


def bare(text: str) -> str:
    """Letters and digits alone, without accents."""
    letters = unicodedata.normalize("NFKD", unnumbered(text))
    return "".join(c for c in letters if c.isalnum()).lower()


def elsewhere(known: Known) -> Iterator[str]:
    """Titles with their artists that discographies list, and no copy on the shelf has, nor is called like."""
    shelf = known.shelf
    owned = {bare(release["title"]) for release in shelf.releases.values()}
    owned |= {bare(one["name"]) for release in shelf.releases.values() for one in release["artists"]}
    masters = {release.get("master_id") for release in shelf.releases.values()}
    for artist_id in sorted(shelf.collected_artists - PSEUDO_ARTISTS):
        for entry in shelf.catalogue.artist_releases.get(artist_id, ()):
            here = masters if entry["type"] == "master" else shelf.releases.keys()
            if entry["id"] not in here and bare(entry["title"]) not in owned:
                by = (
                    entry.get("artist") or known.artists[artist_id]["name"]
                )  # recordings of long ago have none
                yield f"{unnumbered(by)} - {entry['title']}"


def test_nothing_is_called_owned_that_only_a_discography_lists(known: Known) -> None:
    texts = sorted(set(elsewhere(known)))
    chosen = random.Random(SEED).sample(texts, min(NOT_OWNED, len(texts)))
    assert len(chosen) >= 50
    said = {text: known.json("/api/own", q=text)["verdict"] for text in chosen}
    assert {text: verdict for text, verdict in said.items() if verdict in ("owned", "several", "other")} == {}
