"""A year in words: one sentence for each thing that was found. Pure."""

from __future__ import annotations

from linernotes.insights.text.plurals import counted
from linernotes.insights.year.models import YearAnswer


def title_of(year: YearAnswer) -> str:
    """The heading: "2025 in liner notes", with "so far" while the year is not over."""
    return f"{year.year}{' so far' if year.is_so_far else ''} in liner notes"


def amounts(year: YearAnswer) -> str:
    """How much came in and was played: "31 records came in, 12 plays"."""
    came = f"{counted(year.came_in, 'record')} came in" if year.came_in else ""
    plays = counted(year.plays, "play") if year.plays else ""
    return ", ".join(filter(None, (came, plays))) or "nothing came in and nothing was played"


def steps_of(year: YearAnswer) -> str:
    """The ends of the longest journey and its length; nothing without one."""
    if year.journey is None or not year.journey.steps:
        return ""
    names, steps = year.journey.names, len(year.journey.steps)
    return f"{names[0]} to {names[-1]}, {counted(steps, 'step')}"


def in_words(year: YearAnswer) -> str:
    """What the picture of a year shows, in a sentence."""
    said = [f"{year.year}{' so far' if year.is_so_far else ''}: {amounts(year)}"]
    if year.people:
        said.append(f"{year.people[0].name} on {counted(year.people[0].albums, 'album')}")
    if year.met:
        said.append(f"first met, {year.met[0].name}")
    if year.instruments:
        said.append(f"{year.instruments[0].role} on {counted(year.instruments[0].albums, 'album')}")
    if year.links:
        said.append(f"new on the map, {year.links[0].name_from} with {year.links[0].name_to}")
    if steps_of(year):
        said.append(f"the longest journey, {steps_of(year)}")
    if year.played:
        said.append(f"played most, {year.played[0].title} by {year.played[0].artist}")
    return f"{'; '.join(said)}."
