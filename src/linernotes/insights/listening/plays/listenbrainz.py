"""Listens as ListenBrainz has them in JSON: what its own export and its API write, and what it takes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from linernotes.errors import UsageError
from linernotes.insights.listening.plays.listens import LATEST, Listen, known_seconds
from linernotes.version import __version__


def listen_json(listen: Listen) -> dict[str, object]:
    """One listen, as ListenBrainz takes it."""
    about: dict[str, object] = {
        "submission_client": "linernotes",
        "submission_client_version": __version__,
        "tracknumber": listen.number,
        "duration": listen.seconds,
        "discogs_release_id": listen.release_id,
    }
    return {
        "listened_at": int(listen.listened_at.timestamp()),
        "track_metadata": {
            "artist_name": listen.artist,
            "track_name": listen.track,
            "release_name": listen.record,
            "additional_info": {name: value for name, value in about.items() if value is not None},
        },
    }


def write_listens(listens: Iterable[Listen]) -> str:
    """A file of listens: a JSON array with one listen a line."""
    lines = (json.dumps(listen_json(one), ensure_ascii=False) for one in listens)
    return "[\n" + ",\n".join(lines) + "\n]\n"


def read_listens(text: str) -> tuple[list[Listen], int]:
    """The listens of a file, and how many entries are none.

    It may be a JSON array, what the API answers or takes (`payload`), or a listen a line. The earliest comes first.

    :raises UsageError: it is none of these.
    """
    entries = _entries(text)
    found = [one for one in map(_listen, entries) if one is not None]
    # The API answers with the latest first.
    if len(found) > 1 and found[0].listened_at > found[-1].listened_at:
        found.reverse()
    return found, len(entries) - len(found)


def _entries(text: str) -> list[object]:
    try:
        parsed = json.loads(text)
    except RecursionError:
        raise UsageError("the file is no list of listens: it is nested too deeply") from None
    except ValueError:
        return _lines(text)
    payload = parsed.get("payload", parsed) if isinstance(parsed, dict) else parsed
    listens = payload.get("listens", payload) if isinstance(payload, dict) else payload
    if isinstance(listens, dict) and "track_metadata" in listens:
        return [listens]
    if not isinstance(listens, list):
        raise UsageError(
            "the file is no list of listens: give an export of ListenBrainz, or what its API answers"
        )
    return listens


def _lines(text: str) -> list[object]:
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        raise UsageError("the file is no list of listens: it is not JSON") from None


def _listen(entry: object) -> Listen | None:
    if not isinstance(entry, Mapping) or not isinstance(about := entry.get("track_metadata"), Mapping):
        return None
    at = _number(entry.get("listened_at"))
    artist, track, record = (about.get(f"{name}_name") for name in ("artist", "track", "release"))
    if at is None or not 0 <= at <= LATEST or not isinstance(artist, str) or not isinstance(track, str):
        return None
    more = about.get("additional_info")
    more = more if isinstance(more, Mapping) else {}
    return Listen(
        datetime.fromtimestamp(at, UTC),
        artist,
        track,
        record if isinstance(record, str) and record else None,
        _number(more.get("tracknumber")),
        known_seconds(_number(more.get("duration"))),
        _number(more.get("discogs_release_id")),
    )


def _number(value: object) -> int | None:
    """A whole number, also as text; None if it is none."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        return int(value)
    except ValueError:
        return None
