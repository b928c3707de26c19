"""How much is known, which every insight rests on: in the demo all but the groups of some musicians."""

from __future__ import annotations

from tests.web.facts.shelf import Shelf, tracks


def known(shelf: Shelf) -> dict[str, int]:
    """`known:subject` -> how many. A `total` is only told where something is missing."""
    from tests.web.facts import players  # which needs the graph, which needs who is read

    releases = shelf.releases.values()
    masters = {release["master_id"] for release in releases if release.get("master_id")}
    wants = [shelf.document(want["id"]) for want in shelf.catalogue.wants]
    counts = {
        "items": len(shelf.items),
        "releases": len(shelf.releases),
        "releases with credits": sum(map(_has_credits, releases)),
        "releases with borrowed credits": 0,  # no record of the demo borrows any
        "releases with tracks": sum(bool(release.get("tracklist")) for release in releases),
        "wants": len(wants),
        "wants with credits": sum(map(_has_credits, wants)),
        "masters": len(masters),
        "albums with their original year": len(shelf.albums),
        "artists": len(shelf.collected_artists),
        "discographies": len(shelf.collected_artists),
    }
    for kind in ("aliases", "groups", "members"):
        related = (shelf.catalogue.artists[id].get(kind, []) for id in shelf.read_artists)
        counts[f"{kind} with an id"] = sum(bool(one["id"]) for each in related for one in each)
    of_performers = players.known(shelf, shelf.read_artists)
    counts |= {subject: count for subject, (count, _) in of_performers.items()}
    totals = {"total:releases with borrowed credits": len(shelf.releases)}
    totals |= {f"total:{subject}": total for subject, (_, total) in of_performers.items()}
    return {f"known:{subject}": count for subject, count in counts.items()} | totals


def _has_credits(release: dict) -> bool:
    return bool(release.get("extraartists")) or any(track.get("extraartists") for track in tracks(release))
