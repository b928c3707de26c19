"""Commands about the people on the records: artist, path, network."""

from __future__ import annotations

from typing import Annotated

import typer

from linernotes.cli.app import app, settings_of
from linernotes.cli.commands.catalogue import World, show_everywhere, show_world_path
from linernotes.cli.commands.data import follows, published
from linernotes.cli.terminal.company_text import put_company
from linernotes.cli.terminal.discography_text import discography_text
from linernotes.cli.terminal.output import Json, put, put_json, put_table, say
from linernotes.errors import UsageError
from linernotes.insights.artist.answer import ArtistAnswer, read_artist_answer
from linernotes.insights.artist.discography import Discography
from linernotes.insights.artist.find_artist import ArtistMatch, meant_artists, one_artist
from linernotes.insights.artist.models import Family, Kin, known_kind
from linernotes.insights.network.evidence_text import evidence_text
from linernotes.insights.network.line_ups.line_ups import by_size
from linernotes.insights.network.path_answer import PathAnswer, read_path
from linernotes.insights.network.path_endpoints import Meant
from linernotes.insights.network.paths import Evidence, Path
from linernotes.insights.network.summary import Network, read_network
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.knowledge import Knowledge, bounded, read_knowledge
from linernotes.insights.text.part_words import part_text
from linernotes.insights.text.plurals import counted, plural

#: Communities, bridges, sidemen, producers, engineers and line-ups that are printed, of each kind.
_SHOWN = 10

#: Artists who are alike that are printed.
_SIMILAR = 5


@app.command()
def artist(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="The name, its beginning, or Discogs' id of the artist.")],
    world: World = False,
    json: Json = False,
) -> None:
    """Show who an artist is on this shelf.

    Records with roles, who played with them, who produced and engineered, family tree, community. With --world
    all records of Discogs that name the artist; it needs the catalogue.

    Example: linernotes artist "Ron Carter"
    """
    settings = settings_of(ctx)
    if world:
        show_everywhere(settings, name, json=json)
        return
    with Snapshot.open(published(settings)) as snapshot:
        matches = meant_artists(snapshot, name)
        answer = _read_answer(snapshot, follows(settings), matches[0])
        knowledge = snapshot.cached(read_knowledge)
    if json:
        put_json(answer)
        return
    _show_artist(answer, knowledge)
    others = [f"{one.name} ({one.artist_id})" for one in matches[1:4]]
    if others:
        say(f"Also found: {', '.join(others)}")


def _read_answer(snapshot: Snapshot, follows: tuple[int, ...], match: ArtistMatch) -> ArtistAnswer:
    answer = read_artist_answer(snapshot, follows, match.artist_id)
    if answer is None:
        raise UsageError(f"{match.name} is a word of Discogs and no artist: name a person or a group")
    return answer


def _show_artist(answer: ArtistAnswer, known: Knowledge) -> None:
    artist = answer.artist
    real = f", really {artist.real_name}" if artist.real_name and artist.real_name != artist.name else ""
    kind = f"{word}. " if (word := known_kind(artist.is_group)) else ""
    as_main = bounded(known.links_bound, counted(artist.items, "record"))
    in_all = bounded(known.credits_bound, f"{artist.credits:,}")
    put(f"{artist.name}{real}: {kind}{as_main} as main artist, on {in_all} in all.")
    if artist.community:
        put(f"Community: {artist.community.label}")
    if artist.appearances:
        put()
        rows = [
            (one.year, one.title, one.artists, part_text(one.roles, is_main=one.is_main))
            for one in artist.appearances
        ]
        put_table(("Year", "Record", "By", "As"), rows)
    put_company(artist, known, answer.coverage)
    _put_discography(answer.discography)
    lines = _relatives(artist.family)
    lines["Similar in style"] = [one.name for one in artist.similar[:_SIMILAR]]
    if any(lines.values()):
        put()
    for title, names in lines.items():
        if names:
            put(f"{title}: {', '.join(names)}")


def _put_discography(found: Discography) -> None:
    """Print how much of what Discogs lists is here, and how much of the list is not known."""
    text = discography_text(
        owned=found.owned("album"),
        albums=len(found.of_kind("album")),
        possible=len(found.possible),
        listed=found.listed,
        not_read=found.not_read,
    )
    if text:
        put()
        put(f"Discography: {text}.")


def _relatives(family: Family) -> dict[str, list[str]]:
    """The family tree in lines: the nearest first, then those who are one step further."""
    return {
        "Members": [_name(one) for one in family.members],
        "Groups": [_name(one) for one in family.groups],
        "Other names": [_name(one) for one in family.aliases],
        "Members' other groups": [
            _name(other, f" with {one.name}") for one in family.members for other in one.others
        ],
        "Fellow members": [_name(other) for one in family.groups for other in one.others],
    }


def _name(one: Kin, via: str = "") -> str:
    here = f" ({one.credits:,} here)" if one.credits else ""
    return f"{one.name}{via}{here}"


@app.command()
def path(
    ctx: typer.Context,
    one: Annotated[
        str, typer.Argument(metavar="A", help="An artist, or a record as r123 or a link to Discogs.")
    ],
    other: Annotated[str, typer.Argument(metavar="B", help="Another artist or record.")],
    world: World = False,
    json: Json = False,
) -> None:
    """Find the shortest way from one artist or record to another.

    Each step with its evidence: the records on which both are. With --world it leads through all of Discogs, from
    any artist to any other; it needs the catalogue.

    Example: linernotes path "Miles Davis" "Brian Eno"
    """
    if world:
        show_world_path(settings_of(ctx), one, other, json=json)
        return
    with Snapshot.open(published(settings_of(ctx))) as snapshot:
        found = read_path(snapshot, one, other)
        if json:
            put_json(found)
        else:
            _show_outcome(snapshot, found, one, other)


def _show_outcome(snapshot: Snapshot, found: PathAnswer, one: str, other: str) -> None:
    for text, meant in ((one, found.start), (other, found.end)):
        if meant.end is None:
            raise UsageError(_unclear(snapshot, text, meant))
    if found.journey is None or found.journey.path is None:
        put(f"Nothing that is known of this shelf connects {one} and {other}.")
    else:
        _show_path(found.journey.path)


def _unclear(snapshot: Snapshot, text: str, meant: Meant) -> str:
    """Why no path can be looked for: several are called so, or somebody is joined to nobody."""
    if meant.choices:
        several = "; ".join(f"{choice.typed} ({choice.name}, {choice.about})" for choice in meant.choices)
        return f"several fit {text!r}. Give one of these: {several}"
    name = meant.stranger[1] if meant.stranger else one_artist(snapshot, text).name
    return f"{name} is not in the network: no credit joins them to anyone on these records"


def _show_path(found: Path) -> None:
    put(" – ".join(found.names))
    for step in found.steps:
        put()
        put(f"{step.from_name} and {step.to_name}:")
        for evidence in step.evidence[:5]:
            put(f"  {_sentence(evidence)}")
        if len(step.evidence) > 5:
            put(f"  and {len(step.evidence) - 5} more")


def _sentence(evidence: Evidence) -> str:
    """The words of the page, with the ids of records."""
    return "".join(
        f"{piece.text} (r{piece.id})" if piece.kind == "release" else piece.text
        for piece in evidence_text(evidence)
    )


@app.command()
def network(ctx: typer.Context, json: Json = False) -> None:
    """Show how the people on this shelf are connected.

    Its communities, the musicians who bridge them, sidemen, producers, engineers, and line-ups of several records.

    Example: linernotes network
    """
    with Snapshot.open(published(settings_of(ctx))) as snapshot:
        found = read_network(snapshot)
    if json:
        put_json(found)
    elif found.artists is None:
        put(
            "Who made these records, and who played together, is not known yet."
            " Run: linernotes dump fetch, or linernotes sync"
        )
    else:
        _show_network(found)


def _show_network(network: Network) -> None:
    artists, edges, pieces, largest = (
        network.artists or 0, network.edges or 0, network.components or 0, network.largest_component or 0,
    )  # fmt: skip
    known = network.knowledge
    put(
        f"{bounded(known.network_bound, counted(artists, 'artist'))}, "
        f"{bounded(known.links_bound, f'{network.collected or 0:,}')} of them collected, "
        f"{bounded(known.network_bound, counted(edges, 'connection'))}; "
        f"{bounded(known.network_bound, f'{largest:,}')} {plural(largest, 'hangs', 'hang')} together, "
        f"in {counted(pieces, 'piece')} in all{' so far' if known.network_bound else ''}."
    )
    _section(
        "Communities",
        [
            (one.label, counted(one.qty_artists, "artist"), counted(one.qty_items, "record"))
            for one in network.communities[:_SHOWN]
        ],
    )
    estimated = f" ({network.betweenness})" if network.is_estimated else ""
    _section(
        f"Bridges between communities{estimated}",
        [(one.name, " | ".join(one.communities)) for one in network.bridges[:_SHOWN]],
    )
    for title, contributors in (
        ("Sidemen", network.sidemen),
        ("Producers", network.producers),
        ("Engineers", network.engineers),
    ):
        _section(
            title,
            [
                (one.name, counted(one.albums, "album"), ", ".join(one.leaders))
                for one in contributors[:_SHOWN]
            ],
        )
    for size, line_ups in by_size(network.lineups).items():
        _section(
            f"The same line-up: {size.lower()}",
            [(", ".join(one.members), " | ".join(one.albums)) for one in line_ups[:_SHOWN]],
        )


def _section(title: str, rows: list[tuple[object, ...]]) -> None:
    if rows:
        put()
        put(title)
        put_table([""] * len(rows[0]), rows)
