"""Which territory lies beside which: those that share musicians or styles close together. Pure functions."""

from __future__ import annotations

import numpy as np

from linernotes.derive.network.atlas.cells import Cell, Diagram, cut, settle, touching
from linernotes.derive.network.atlas.geometry import area
from linernotes.derive.network.graph import Floats, Ints

#: What a common style adds to the pull of a link, at most: a place without links lies beside its like.
STYLE_PULL = 0.06
#: Rounds of exchanging places, and exchanges proposed in each.
ANNEALINGS, PROPOSALS = 4, 9_000
#: Up to so many territories two rounds find all that there is to find.
FEW, FEW_ANNEALINGS = 10, 2
#: Fewer proposals where there are few territories: so many for each pair.
FOR_PAIR = 25
#: So many proposals are looked at together.
AHEAD = 64
#: Two territories change places if the larger has at most so many times the area of the other.
LIKE_AREAS = 1.7
STEP = 12.0
#: How far sites move to the middle of their cells in each of the last rounds.
HELD_PULL = 0.002
#: Cells stay as they were while no area is further from what is wanted, as a share of that, or comes so much nearer.
HELD_AREAS, LEAST_GAIN = 0.1, 0.02


def arrange(outline: Floats, links: Floats, likeness: Floats, shares: Floats, before: Floats) -> Diagram:
    """A power diagram of territories with these shares of the area.

    `links` (n, n) has the weight of links between two, `likeness` how alike their styles are, 0 to 1. `before` (n, 3)
    has the sites and powers of the build before, NaN for new ones. If half of them are known the diagram starts there.
    It stays to the digit while the areas are about right.
    """
    if len(shares) == 1:
        return Diagram(outline.mean(axis=0)[None], np.zeros(1))
    pull = _pull(links, likeness)
    known = ~np.isnan(before[:, 0])
    if known.mean() >= 0.5:
        powers = np.where(known, before[:, 2], 0.0)
        start = Diagram(_with_new(before, known, pull, outline), powers)
        if known.all() and _missing(outline, start, shares) <= HELD_AREAS:
            return start
        found = settle(outline, start, shares, step=STEP / 2, rounds=30, pull=0.0, slack=HELD_AREAS / 2)
        # What cannot come nearer to its area stays, too.
        better = _missing(outline, start, shares) - _missing(outline, found, shares)
        return start if known.all() and better < LEAST_GAIN else found
    found = settle(
        outline,
        Diagram(_unfolded(pull, outline), np.zeros(len(shares))),
        shares,
        step=STEP,
        rounds=45,
        pull=0.5,
    )
    best, best_score = found, _score(cut(outline, found), pull)
    rng = np.random.default_rng(1)
    rounds = 0 if len(shares) < 3 else FEW_ANNEALINGS if len(shares) <= FEW else ANNEALINGS
    for _ in range(rounds):
        places = _exchanged(touching(cut(outline, best)), pull, shares, rng)
        swapped = Diagram(best.sites[places], best.powers[places])
        swapped = settle(outline, swapped, shares, step=STEP, rounds=30, pull=0.3)
        score = _score(cut(outline, swapped), pull)
        if score > best_score:
            best, best_score = swapped, score
    found = settle(outline, best, shares, step=STEP / 2, rounds=25, pull=0.05)
    return settle(outline, found, shares, step=STEP / 2, rounds=40, pull=HELD_PULL)


def _missing(outline: Floats, diagram: Diagram, shares: Floats) -> float:
    """How far an area is from what is wanted at most, as a share of that."""
    areas = np.array([area(cell.outline) for cell in cut(outline, diagram)])
    wanted = shares / shares.sum() * areas.sum()
    return float(np.abs(areas / wanted - 1).max())


def _score(cells: list[Cell], pull: Floats) -> float:
    """The share of the pull that is between cells that touch."""
    return float(pull[touching(cells) == 1].sum() / (pull.sum() or 1.0))


def _pull(links: Floats, likeness: Floats) -> Floats:
    """How much two territories belong together: links by the weight of both, and a little for common styles."""
    total = np.maximum(links.sum(axis=1), 1e-9)
    linked = links / np.sqrt(total[:, None] * total[None])
    found: Floats = linked + STYLE_PULL * likeness**2
    np.fill_diagonal(found, 0.0)
    return found


def _with_new(before: Floats, known: np.ndarray, pull: Floats, outline: Floats) -> Floats:
    """The sites of before; a new one begins where cells meet that it belongs to."""
    sites, there = before[:, :2].copy(), np.flatnonzero(known)
    cells = cut(outline, Diagram(before[known, :2], before[known, 2]))
    corners = np.concatenate([cell.outline for cell in cells if len(cell.outline) >= 3])
    meets = np.array([(np.hypot(*(corners[:, None] - cell.outline).T) < 1.0).any(axis=0) for cell in cells])
    far = np.hypot(*(corners[:, None] - sites[there]).T)
    for new in np.flatnonzero(~known).tolist():
        score = pull[new, there] @ meets + 0.1 * pull[new, there] @ (1 / (1 + far / 100))
        best = int(score.argmax())
        inwards = outline.mean(axis=0) - corners[best]
        sites[new] = corners[best] + inwards / max(float(np.hypot(*inwards)), 1.0)
        meets[:, best], far[:, best] = False, np.inf  # for one new place
    return sites


def _unfolded(pull: Floats, outline: Floats) -> Floats:
    """Sites from path lengths over the pull, by scaling and stress; half by rank, so that they fill the outline."""
    length = 1 / (np.sqrt(pull / (pull.max() or 1.0)) + 0.05)
    np.fill_diagonal(length, 0.0)
    for via in range(len(length)):
        length = np.minimum(length, length[:, via, None] + length[None, via])
    places = _stress(_scaled(length), length)
    low, high = outline.min(axis=0), outline.max(axis=0)
    span = places.max(axis=0) - places.min(axis=0)
    even = (places - places.min(axis=0)) / np.where(span > 0, span, 1.0)
    ranks = places.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable") / max(1, len(places) - 1)
    share = 0.06 + 0.88 * (0.5 * even + 0.5 * ranks)
    return np.asarray(low + share * (high - low), dtype=np.float64)


def _scaled(length: Floats) -> Floats:
    """Classical scaling: the wider direction first, the first territory left of and above the middle."""
    centred = length**2 - (length**2).mean(axis=0) - (length**2).mean(axis=1)[:, None] + (length**2).mean()
    values, vectors = np.linalg.eigh(-centred / 2)
    places = vectors[:, [-1, -2]] * np.sqrt(np.maximum(values[[-1, -2]], 1e-9))
    return np.asarray(places * np.where(places[0] > 0, -1.0, 1.0), dtype=np.float64)


def _stress(places: Floats, length: Floats, rounds: int = 60) -> Floats:
    """Bring distances nearer to the lengths; near ones count most."""
    weights = 1 / np.maximum(length, 1e-9) ** 2
    np.fill_diagonal(weights, 0.0)
    laplace = np.diag(weights.sum(axis=1)) - weights
    inverse = np.linalg.pinv(laplace)
    for _ in range(rounds):
        apart = np.sqrt(((places[:, None] - places[None]) ** 2).sum(axis=2))
        ratio = np.where(apart > 1e-9, weights * length / np.maximum(apart, 1e-9), 0.0)
        places = inverse @ ((np.diag(ratio.sum(axis=1)) - ratio) @ places)
    return places


def _exchanged(hops: Ints, pull: Floats, shares: Floats, rng: np.random.Generator) -> Ints:
    """Which cell each territory takes, after exchanges that bring those that belong together nearer, by hops."""
    count = len(shares)
    cells = np.arange(count)
    proposals = min(PROPOSALS, FOR_PAIR * count**2)
    one, other = rng.integers(0, count, size=(proposals, 2)).T
    chances = rng.random(proposals)
    alike = np.maximum(shares[one], shares[other]) <= LIKE_AREAS * np.minimum(shares[one], shares[other])
    at = np.flatnonzero((one != other) & alike)
    heat = 0.3 * float((pull * hops).sum()) / count**2 * (1 - at / proposals) ** 2
    # The gain from which on a proposal is taken: above 0, or by chance a little below.
    least = np.minimum(np.log(np.maximum(chances[at], 1e-300)) * heat, 0.0)
    one, other = one[at], other[at]
    begin, far = 0, hops.astype(np.float64)
    gains = _gains(far, pull)
    while begin < len(at):
        ahead = slice(begin, begin + AHEAD)
        taken = gains[one[ahead], other[ahead]] > least[ahead]
        first = int(taken.argmax())
        if not taken[first]:
            begin += AHEAD
            continue
        swap = [one[begin + first], other[begin + first]]
        cells[swap] = cells[swap[::-1]]
        gains = _gains(far[np.ix_(cells, cells)], pull)
        begin += first + 1
    return cells


def _gains(hops: Floats, pull: Floats) -> Floats:
    """How much nearer those that belong together come if two exchange their cells, for each two (n, n)."""
    across = pull @ hops
    own = np.diag(across)
    # The hops between the two stay what they are.
    change = across + across.T - own[:, None] - own[None] + 2 * pull * hops
    return np.asarray(-2 * change, dtype=np.float64)
