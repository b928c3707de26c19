"""Answers of *Do I own it?* in a form that the server's and the browser's can be compared in."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from linernotes.insights.collection.copies import Copy
from linernotes.insights.collection.views import read_browser
from linernotes.insights.ownership.answers import Answer
from linernotes.insights.ownership.look_up import look_up
from linernotes.insights.ownership.wording import rests, sentence, word
from linernotes.insights.snapshot import Snapshot

#: Asks the modules that a browser keeps, with the index that the app gives.
_ASK = """async (texts) => {
  const of = (name) => import(new URL(`static/own/offline/${name}.js`, document.baseURI));
  const [{ Shelf }, { lookUp }, wording] = await Promise.all([of("shelf"), of("lookup"), of("wording")]);
  const shelf = new Shelf(await (await fetch("own/index.json")).json());
  const places = (copies) => copies.map((copy) => copy.at);
  return texts.map((text) => {
    const answer = lookUp(shelf, text);
    return {
      ...answer,
      copies: places(answer.copies),
      others: places(answer.others),
      wants: answer.wants.map((want) => want.release),
      facts: answer.facts.map(({ fact, isMet }) => [fact.kind, fact.name, isMet]),
      word: wording.word(answer),
      sentence: wording.sentence(shelf, answer),
    };
  });
}"""


def answers_of_browser(page: Page, texts: list[str]) -> list[dict[str, Any]]:
    """What the page says by itself; it is one of the app's."""
    return list(map(_ordered, page.evaluate(_ASK, texts)))


def answers_of_server(snapshot: Snapshot, texts: list[str]) -> list[dict[str, Any]]:
    """What the server says."""
    copies = snapshot.cached(read_browser).collection.copies
    place = {copy.instance_id: at for at, copy in enumerate(copies)}

    def places(copies: tuple[Copy, ...]) -> list[int]:
        return [place[copy.instance_id] for copy in copies]

    def written(answer: Answer | None) -> dict[str, Any]:
        assert answer is not None
        return _ordered(
            {
                "asked": answer.asked,
                "meant": answer.meant,
                "verdict": answer.verdict,
                "what": answer.what,
                "id": answer.id,
                "copies": places(answer.copies),
                "others": places(answer.others),
                "wants": [want.release_id for want in answer.wants],
                "suggestions": list(answer.suggestions),
                "known": answer.known,
                "owned": answer.owned,
                "facts": [[one.fact.kind, one.fact.name, one.is_met] for one in answer.facts],
                "word": word(answer),
                "sentence": " ".join(filter(None, (sentence(answer), rests(answer)))),
            }
        )

    return [written(look_up(snapshot, text)) for text in texts]


def _ordered(answer: dict[str, Any]) -> dict[str, Any]:
    """Only the full-text search knows the best match: what may be meant comes in the order of the shelf."""
    if answer["verdict"] == "fits":
        return answer | {"copies": sorted(answer["copies"]), "others": sorted(answer["others"])}
    return answer


def is_of_no_shelf(answer: dict[str, Any]) -> bool:
    """Whether the server's answer is about a release of a discography that is neither owned nor wanted: its title,
    and that it is known at all, a browser does not keep."""
    return bool(answer["meant"] == "release" and not answer["copies"] and not answer["wants"])
