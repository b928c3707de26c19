"""Generated sleeves: where a record has no picture, a simple cover made from its id, its title and its artist.

The id chooses a palette, a motif and its details, so a record always looks the same. The drawing carries no style
attribute (our Content-Security-Policy forbids them) and refers to nothing outside itself.
"""

from __future__ import annotations

import random
from functools import lru_cache

from linernotes.web.rendering.sleeves.motifs import MOTIFS, Frame
from linernotes.web.rendering.sleeves.words import MARGIN, SIDE, set_lines, words

#: Ground, ink (the colour of the words), and three colours for the motif.
PALETTES: tuple[tuple[str, str, str, str, str], ...] = (
    ("#f2e8d5", "#22201c", "#c8452c", "#e3a33b", "#2f5d62"),
    ("#1d2b3a", "#f4ecdc", "#e07a4b", "#7fa8a4", "#f0c35e"),
    ("#e9e4da", "#1f2a44", "#3e64a8", "#d9543f", "#9fb7c9"),
    ("#2b1f2e", "#f6e9e4", "#d65a7b", "#f2a65a", "#5b4b8a"),
    ("#dfe6dc", "#1e2f26", "#3f7d58", "#d98e32", "#7a9e9f"),
    ("#f4d9b8", "#3a1f1a", "#b5432a", "#5b3a29", "#d98c4a"),
    ("#16302b", "#f0ead6", "#66a182", "#e2c044", "#c95d38"),
    ("#f7f3ec", "#202020", "#202020", "#d8352a", "#b9b2a6"),
    ("#35322f", "#f3ede2", "#d8a13a", "#8c8578", "#b6412e"),
    ("#cfdbe6", "#182635", "#27496d", "#c5643a", "#f3efe6"),
    ("#f0c9c0", "#331c22", "#a63d57", "#2f4858", "#f5efe6"),
    ("#0f1f3d", "#eef1f5", "#2e6fd1", "#f05d4e", "#9fc3e8"),
    ("#e8d9a8", "#2a2412", "#6b7a2f", "#b5542a", "#33524a"),
    ("#4a1e1e", "#f7e8d8", "#d9663b", "#efb35a", "#8b3a3a"),
    ("#e6e1ee", "#251d3a", "#6a55a8", "#e2797a", "#3d8c8a"),
    ("#22262b", "#eceff1", "#5fb0b7", "#e8c468", "#d46a6a"),
)


@lru_cache(maxsize=4096)
def sleeve_svg(release_id: int, title: str, artist: str) -> str:
    """The sleeve of a record as an SVG element of 300 by 300, to be scaled. What it says is said beside it, too:
    it is hidden from screen readers.
    """
    chance = random.Random(release_id)  # noqa: S311 it is to be the same every time
    ground, ink, first, second, third = chance.choice(PALETTES)
    if chance.random() < 0.5:
        second, third = third, second
    draw = chance.choice(MOTIFS)
    words_below = chance.random() < 0.6
    lines = set_lines(title, artist)
    height = sum(line.leading for line in lines)
    free = SIDE - height - 3 * MARGIN
    size = max(min(free, SIDE - 2 * MARGIN), 60)
    top = MARGIN if words_below else height + 2 * MARGIN
    motif = draw(Frame(top, size, (first, second, third), chance))
    lettering = words(lines, SIDE - MARGIN - height if words_below else MARGIN, ink)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}" aria-hidden="true" focusable="false">'
        f'<rect width="{SIDE}" height="{SIDE}" fill="{ground}"/>{motif}{lettering}</svg>'
    )
