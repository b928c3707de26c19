"""Colours of territories: neighbours never share one, also for those who do not see all colours. Pure functions."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from linernotes.derive.network.graph import Floats

#: The tints of territories in light and in dark; the style sheet of the map has the same, in this order.
LIGHT = ("#cbe3fb", "#ffdfc4", "#cae9cf", "#f9d2dd", "#faf1c4", "#ddf6f8", "#dcd1f1")
DARK = ("#16324d", "#55371b", "#1e3924", "#502634", "#4f4823", "#263e41", "#2c2040")

# How colours look to those without one kind of cones, in linear light: protanopia, deuteranopia, tritanopia.
_BLIND = (
    np.eye(3),
    np.array([[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]]),
    np.array([[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]),
    np.array([[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]]),
)


def choose_hues(touch: list[list[int]], order: list[int], before: list[int]) -> list[int]:
    """Number of a tint for each territory, given in `order`: that of before (-1: none), else one unlike those near."""
    unlike = _differences()
    hues = [-1] * len(touch)
    used = [0] * len(LIGHT)
    for at in order:
        near = [hues[other] for other in touch[at] if hues[other] >= 0]
        old = before[at]
        if old >= 0 and old not in near:
            hues[at] = old
        else:
            free = [hue for hue in range(len(LIGHT)) if hue not in near] or list(range(len(LIGHT)))
            enough = [
                hue for hue in free if min((unlike[hue, other] for other in near), default=1.0) > 0.03
            ] or free
            hues[at] = min(
                enough,
                key=lambda hue: (
                    used[hue],
                    -round(min((unlike[hue, other] for other in near), default=1.0), 3),
                    hue,
                ),
            )
        used[hues[at]] += 1
    return hues


def _differences() -> Floats:
    """How unlike each two tints are at least, over both schemes and four ways of seeing, in OKLab."""
    found = np.full((len(LIGHT), len(LIGHT)), np.inf)
    for tints in (LIGHT, DARK):
        linear = _linear(tints)
        for seen in _BLIND:
            lab = _oklab(np.clip(linear @ seen.T, 0, 1))
            for one, other in combinations(range(len(tints)), 2):
                apart = float(np.linalg.norm(lab[one] - lab[other]))
                found[one, other] = found[other, one] = min(found[one, other], apart)
    np.fill_diagonal(found, 0.0)
    return found


def _linear(tints: tuple[str, ...]) -> Floats:
    channels = np.array([[int(tint[at : at + 2], 16) for at in (1, 3, 5)] for tint in tints]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def _oklab(linear: Floats) -> Floats:
    cones = linear @ np.array(
        [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
         [0.0883024619, 0.2817188376, 0.6299787005]]
    ).T  # fmt: skip
    return np.asarray(
        np.cbrt(cones)
        @ np.array(
            [[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
             [0.0259040371, 0.7827717662, -0.8086757660]]
        ).T
    )  # fmt: skip
