"""Encodings of CSV exports: marked, wide, damaged, and code pages that only their letters give away."""

from __future__ import annotations

import pytest

from linernotes.errors import DocumentError, UsageError
from linernotes.source.csv import parse_export, transcode

HEADER = (
    "Catalog#,Artist,Title,Label,Format,Rating,Released,release_id,CollectionFolder,Date Added,"
    "Collection Media Condition,Collection Sleeve Condition,Collection Notes"
)
#: Names as they stand on records, by the code page of the machines they are typed on.
_NAMES = {
    "cp1252": (
        "Sigur Rós|Björk|Motörhead|Céline Dion|Françoise Hardy|Röyksopp|Étienne de Crécy|Mûm|"
        "João Gilberto|Mötley Crüe|Hüsker Dü|Ørjan|Blå Tåget|Señor Coconut|Grönemeyer|Die Ärzte|"
        "Beyoncé – Live|Jorge Ben “Força Bruta”|Tiësto|Serge Gainsbourg N° 4|Ólafur Arnalds|"
        "Mädchen Amick"
    ),
    "mac_roman": (
        "Sigur Rós|Björk|Motörhead|Céline Dion|Françoise Hardy|Röyksopp|Étienne de Crécy|"
        "Mötley Crüe|João Gilberto|Hüsker Dü|Ørjan|Blå Tåget|Señor Coconut|Grönemeyer|Die Ärzte|"
        "Ólafur Arnalds"
    ),
    "cp1250": (
        "Łąki Łan|Czesław Niemen|Kękę|Maanam – Łóżko|Žbirka|Karel Gott Přání|Mňága a Žďorp|"
        "Pražský výběr|Lačni Franz|Omega – Égi Vándor|Čechomor|Zdeněk Svěrák|"
        "Skaldowie – Wszystko Mi Mówi Że Mnie Ktoś Pokochał"
    ),
    "cp1251": ("Каста|Кино|Аквариум|ДДТ|Алла Пугачёва|Щурт|Звуки Му|Машина Времени|Братья Грим"),
}
NAMES = {page: names.split("|") for page, names in _NAMES.items()}


def export(names: list[str], *, plain: int = 0) -> str:
    lines = [
        f"CAT,Miles Davis,Kind Of Blue,L,LP,,1959,{n + 1},Jazz,2020-01-01 00:00:00,,," for n in range(plain)
    ]
    lines += [
        f"CAT,{name},T,L,LP,,1999,{n + 1000},Jazz,2020-01-01 00:00:00,,," for n, name in enumerate(names)
    ]
    return "\r\n".join([HEADER, *lines, ""])


@pytest.mark.parametrize("plain", [0, 300])
@pytest.mark.parametrize("page", NAMES)
def test_a_code_page_is_guessed_from_the_letters_of_a_collection(page, plain):
    read = parse_export(export(NAMES[page], plain=plain).encode(page))
    assert read.encoding_guessed
    assert [row.artist for row in read.rows[plain:]] == NAMES[page]


@pytest.mark.parametrize("page", NAMES)
def test_a_guess_from_a_single_name_is_mostly_right_and_always_said(page):
    right = 0
    for name in NAMES[page]:
        read = parse_export(export([name]).encode(page))
        assert read.encoding_guessed
        right += read.rows[0].artist == name
    assert right >= (0.4 if page == "cp1250" else 0.9) * len(NAMES[page])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_recognised_with_and_without_a_mark(encoding):
    read = parse_export(export(["Каста", "Łąki Łan", "坂本龍一", "Sigur Rós"]).encode(encoding))
    assert [row.artist for row in read.rows] == ["Каста", "Łąki Łan", "坂本龍一", "Sigur Rós"]
    assert (read.encoding_guessed, read.unread) == (False, ())


def test_a_stray_byte_harms_its_own_cell_alone_and_is_named():
    body = (
        export(["Sigur Rós", "Каста"]).encode()
        + f"C,X,Y,L,LP,,1999,7,F,,,,{'one'} ".encode()
        + b"\x96 two\r\n"
    )
    read = parse_export(body)
    assert [row.artist for row in read.rows] == ["Sigur Rós", "Каста", "X"]
    assert read.rows[2].fields[3] == "one – two"
    (unread,) = read.unread
    assert (unread.column, unread.cells, unread.line, unread.example) == (
        "Collection Notes",
        1,
        4,
        "one – two",
    )


def test_an_encoding_that_cannot_be_guessed_is_refused_with_the_way_out():
    names = ["坂本龍一", "細野晴臣", "高橋幸宏", "山下達郎", "大貫妙子"]
    with pytest.raises(DocumentError, match="--encoding"):
        parse_export(export(names).encode("shift_jis"))
    read = parse_export(transcode(export(names).encode("shift_jis"), "shift_jis"))
    assert [row.artist for row in read.rows] == names


def test_a_wrong_encoding_loses_no_row_and_names_the_columns():
    read = parse_export(transcode(export(["Björk", "Blur"]).encode("cp1252"), "utf-8"))
    assert [row.release_id for row in read.rows] == [1000, 1001]
    assert [(one.column, one.cells) for one in read.unread] == [("Artist", 1)]


@pytest.mark.parametrize(
    "name", ["", "klingon", "base64", "rot13", "hex", "a\0b", "../x", "idna", "undefined"]
)
def test_what_is_no_encoding_is_refused(name):
    with pytest.raises(UsageError, match="no encoding"):
        transcode(export(["Björk"]).encode(), name)
