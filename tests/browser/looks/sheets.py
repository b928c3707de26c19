"""Pictures side by side in one file, in few colours: what is in the repository stays small."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from tests.browser.screenshots import IMAGES, in_few_colours

SHEET = IMAGES / "looks"
#: Between two pictures, and what is behind them.
_GAP, _GROUND = 12, (128, 128, 128)


def save_sheet(folder: Path, name: str, to: Path) -> Path:
    """Save the looks of a drawing as one picture: wide ones at the left, narrow ones right; light before dark."""
    wide = [Image.open(folder / f"{name}-wide-{scheme}.png").convert("RGB") for scheme in ("light", "dark")]
    narrow = [
        Image.open(folder / f"{name}-narrow-{scheme}.png").convert("RGB") for scheme in ("light", "dark")
    ]
    left = max(one.width for one in wide)
    width = left + sum(one.width for one in narrow) + 4 * _GAP
    height = max(sum(one.height for one in wide) + _GAP, *(one.height for one in narrow)) + 2 * _GAP
    sheet = Image.new("RGB", (width, height), _GROUND)
    top = _GAP
    for one in wide:
        sheet.paste(one, (_GAP, top))
        top += one.height + _GAP
    at = left + 2 * _GAP
    for one in narrow:
        sheet.paste(one, (at, _GAP))
        at += one.width + _GAP
    in_few_colours(sheet, to)
    return to
