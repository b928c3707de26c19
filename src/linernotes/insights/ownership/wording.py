"""What page and command line say of an answer to *Do I own it?*"""

from __future__ import annotations

from linernotes.insights.ownership.answers import Answer, Verdict
from linernotes.insights.ownership.fact_wording import remark
from linernotes.insights.text.plurals import counted

_WORDS: dict[Verdict, tuple[str, str]] = {
    "owned": ("Yes", "You own it."),
    "fits": ("Maybe", "One of your albums fits: is it this one?"),
    "other": ("Another pressing", "You own this album, but not this pressing."),
    "wanted": ("Wanted", "You do not own it, and it is on your wantlist."),
    "not": ("No", "You do not own it."),
    "several": ("Some of it", "More than one of your albums fits. Which do you mean?"),
    "unknown": ("Not known", "What is known here cannot answer this."),
}


def word(answer: Answer) -> str:
    """The answer in a word or two; where it is several records, their number."""
    if answer.verdict == "several":
        return counted(len(answer.copies), "record")
    return _WORDS[answer.verdict][0]


def sentence(answer: Answer) -> str:
    """The answer in a sentence or two, without what it rests on."""
    said = remark(answer)
    if answer.meant == "artist" and answer.verdict in ("not", "unknown") and said:
        return said
    return f"{_sentence(answer)} {said}".rstrip()


def _sentence(answer: Answer) -> str:
    name = answer.what
    if answer.verdict == "unknown":
        return _unknown(answer)
    if answer.meant == "artist" and answer.verdict in ("several", "not"):
        if answer.verdict == "not":
            return f"You own nothing with {name or 'this artist'} on it."
        return f"That is how many of yours {name or 'this artist'} is on."
    if answer.meant == "label" and answer.verdict in ("several", "not"):
        said = "That is what you own of" if answer.verdict == "several" else "You own nothing of"
        return f"{said} {name or 'this label'}."
    if answer.verdict == "fits":
        return _fits(answer)
    said = _WORDS[answer.verdict][1]
    known_by = {"barcode": " Known by its barcode.", "number": " Known by its catalogue number."}
    return said + (known_by.get(answer.meant, "") if answer.verdict != "not" else "")


def rests(answer: Answer) -> str | None:
    """What a No, or an answer that is not known, rests on; None for any other answer."""
    if answer.verdict not in ("not", "unknown"):
        return None
    all_of = counted(answer.owned, "pressing")
    part = f"{answer.known:,} of your {all_of}"
    if answer.known >= answer.owned:
        part = f"all of your {all_of}" if answer.owned != 1 else "your only pressing"
    if answer.meant == "barcode":
        return f"Barcodes are read of {part}."
    if answer.meant == "artist":
        return f"Credits are read of {part}."
    if answer.meant == "master":
        return f"The album is known of {part}."
    if answer.meant == "label":
        return f"Labels are known by their ids of {part}."
    if answer.meant == "release":
        return f"This was looked for among {part}."
    return f"Titles, artists and catalogue numbers were compared of {part}."


def _fits(answer: Answer) -> str:
    if answer.suggestions:
        return f"Nothing of yours is called just so. Did you mean {answer.suggestions[0]}?"
    if answer.meant == "barcode":
        return "Only the last digit differs from a barcode of yours: it may be wrong here or there."
    return "Several of your albums fit: is it one of these?" if answer.albums > 1 else _WORDS["fits"][1]


def _unknown(answer: Answer) -> str:
    if answer.meant == "release":
        return (
            "You do not own this pressing. Whether you own another one is not known here, as this one is in no"
            " discography that was read: paste the link of the album (the master) instead."
        )
    missing = {
        "barcode": "No record of yours with this barcode is known, but barcodes are not known of all.",
        "artist": "No record of yours with this artist is known, but credits are not known of all.",
        "label": "No record of yours of this label is known, but labels are known of some by name alone.",
        "master": "It is not known which albums your records are of. Type the title instead.",
    }
    return missing.get(answer.meant, _WORDS["unknown"][1])
