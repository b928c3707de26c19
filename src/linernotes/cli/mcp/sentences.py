"""Answers in a sentence or two. Every name in them stands in the evidence beside them."""

from __future__ import annotations

from collections.abc import Iterable

from linernotes.cli.terminal.discography_text import gap_text
from linernotes.insights.artist.answer import ArtistAnswer
from linernotes.insights.artist.models import known_kind
from linernotes.insights.collection.collection_answer import CollectionAnswer
from linernotes.insights.gaps.gaps_answer import GapsAnswer
from linernotes.insights.network.evidence_text import evidence_text
from linernotes.insights.network.path_answer import PathAnswer
from linernotes.insights.network.path_endpoints import Meant
from linernotes.insights.network.paths import PathStep
from linernotes.insights.release.record_answer import RecordAnswer
from linernotes.insights.statistics.knowledge import Knowledge, bounded
from linernotes.insights.text.part_words import part_text
from linernotes.insights.text.plurals import counted
from linernotes.insights.world.own_answer import OwnAnswer

#: Names of each kind that a sentence has; the evidence has more. No limit of a tool is below it.
MOST_NAMES = 5


def search_sentence(answer: CollectionAnswer) -> str:
    """What a search finds."""
    people = [one.name for one in answer.people[:MOST_NAMES]]
    sentences = [f"{counted(answer.total, 'copy', 'copies')} on the shelf fit."]
    sentences += [
        f"They begin with {_list(_called(one.artist, one.title) for one in answer.items[:MOST_NAMES])}."
    ]
    sentences = sentences if answer.items else ["Nothing on the shelf fits."]
    sentences += [f"People of that name: {_list(people)}."] if people else []
    sentences += [f"On the wantlist: {counted(answer.wants, 'record')}."] if answer.wants else []
    return " ".join(sentences)


def release_sentence(answer: RecordAnswer) -> str:
    """Who made a record, and whether it is owned."""
    record = answer.record
    about = ", ".join(str(part) for part in (record.year, record.country) if part)
    sentences = [f"{_called(record.artist, record.title)}{f' ({about})' if about else ''}."]
    sentences += [f"On the shelf: {counted(len(record.copies), 'copy', 'copies')}."]
    players = [player for section in record.line_up for player in section.players]
    for player in players[:MOST_NAMES]:
        roles = list(dict.fromkeys(part.role for part in player.parts if part.role))
        sentences += [f"{player.name}: {_list(roles[:MOST_NAMES])}."] if roles else []
    if len(players) > MOST_NAMES:
        sentences += [f"The evidence lists {counted(len(players), 'credit')} in all."]
    return " ".join(
        sentences if players else [*sentences, "Nobody is credited on it, as far as is known here."]
    )


def artist_sentence(answer: ArtistAnswer, known: Knowledge) -> str:
    """Who an artist is on this shelf. Counts say "at least" where not all credits are `known`."""
    artist = answer.artist
    kind = f" ({word})" if (word := known_kind(artist.is_group)) else ""
    as_main = bounded(known.links_bound, counted(artist.items, "record"))
    in_all = bounded(known.credits_bound, f"{artist.credits:,}")
    sentences = [f"{artist.name}{kind} is main artist of {as_main} here and credited on {in_all} in all."]
    for one in artist.appearances[:MOST_NAMES]:
        part = part_text(one.roles[:MOST_NAMES], is_main=one.is_main)
        year = f" ({one.year})" if one.year else ""
        sentences += [f"{_called(one.artists, one.title)}{year}{f': {part}' if part else ''}."]
    with_ = [one.name for one in artist.played_with.people[:MOST_NAMES]]
    sentences += [f"Most often with {_list(with_)}."] if with_ else []
    return " ".join(sentences)


def path_sentence(answer: PathAnswer) -> str:
    """How two are connected, with one piece of evidence for each step."""
    if answer.state == "unclear":
        return " ".join(_unclear(meant) for meant in (answer.start, answer.end) if meant.end is None)
    path = answer.journey.path if answer.journey else None
    if path is None:
        return "Nothing that is known of this shelf connects them."
    if answer.state == "same":
        return f"Both are {path.names[0]}." if path.names else "Both are one."
    if not path.steps:
        return f"{path.names[0]} is on both." if path.names else "They are one step apart."
    return " ".join([f"{' – '.join(path.names)}.", *map(_step, path.steps)])


def _step(step: PathStep) -> str:
    why = "".join(piece.text for piece in evidence_text(step.evidence[0])) if step.evidence else ""
    return f"{step.from_name} and {step.to_name}: {why}." if why else ""


def _unclear(meant: Meant) -> str:
    if meant.choices:
        choices = (f"{one.typed} ({one.name}, {one.about})" for one in meant.choices[:MOST_NAMES])
        return f"Several fit; ask again with one of these: {'; '.join(choices)}."
    if meant.stranger is not None:
        return f"{meant.stranger[1]} is not in the network: no credit joins them to anyone on these records."
    return "No artist or record of that name is known here."


def own_sentence(answer: OwnAnswer) -> str:
    """Whether it is owned, as the page says it, and which copies those are."""
    sentences = [answer.sentence or ""]
    for label, rows in (("Owned", answer.copies), ("Other pressings of it", answer.others)):
        names = list(dict.fromkeys(_called(one.artist, one.title) for one in rows))[:MOST_NAMES]
        sentences += [f"{label}: {_list(names)}."] if names else []
    wants = [_called(one.artist, one.title) for one in answer.wants[:MOST_NAMES]]
    sentences += [f"On the wantlist: {_list(wants)}."] if wants else []
    return " ".join(filter(None, sentences))


def gaps_sentence(answer: GapsAnswer) -> str:
    """Which albums are missing, and what is suggested."""
    sentences = (
        [] if answer.is_following else ["No artist is followed: these have most records on the shelf."]
    )
    for gap in answer.gaps[:MOST_NAMES]:
        missing = [one.title for one in gap.missing[:MOST_NAMES]]
        text = gap_text(gap)
        sentences += [f"{gap.name}: {text or 'their discography was not read'}."]
        sentences += [f"Not here: {_list(missing)}."] if missing else []
    for one in answer.suggestions.records[:MOST_NAMES]:
        why = [reason.name for reason in one.reasons[:MOST_NAMES]]
        sentences += [f"Suggested: {_called(one.artists, one.title)}, for {_list(why)}."]
    return " ".join(sentences) or "No discography was read yet: nothing can be sentences of gaps."


def sql_sentence(rows: int, *, is_cut: bool) -> str:
    """How much a query gives."""
    return f"The query gives {counted(rows, 'row')}.{' There are more.' if is_cut else ''}"


def _called(artist: str | None, title: str) -> str:
    return f"{artist} - {title}" if artist else title


def _list(names: Iterable[str]) -> str:
    return "; ".join(names)
