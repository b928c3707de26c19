"""Draw the app's icons from the same circles as `static/shared/icon.svg`: `.venv/bin/python tools/icons.py`.

Phones take pictures of fixed sizes. A maskable one fills its square, and keeps what matters in the middle four fifths.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

SHARED = Path(__file__).resolve().parents[1] / "src/linernotes/web/static/shared"
#: A record, seen from above: (radius of 32, colour) from the edge to the hole. The second and third are its groove.
CIRCLES = ((30, "#1f1c18"), (24, "#4a443b"), (22, "#1f1c18"), (13, "#c8452c"), (3.5, "#faf8f4"))
PAPER = "#faf8f4"
#: Each circle is drawn so many times as large, and made smaller: that is what rounds its edge.
FINER = 8


def icon(size: int, *, maskable: bool = False) -> Image.Image:
    """The icon in pixels. Around a maskable one there is paper, else nothing."""
    whole = size * FINER
    picture = Image.new("RGBA", (whole, whole), PAPER if maskable else (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    scale = whole / 64 * (0.75 if maskable else 1)
    for radius, colour in CIRCLES:
        reach = radius * scale
        draw.ellipse(
            [whole / 2 - reach, whole / 2 - reach, whole / 2 + reach, whole / 2 + reach], fill=colour
        )
    small = picture.resize((size, size), Image.Resampling.LANCZOS)
    return small.quantize(64, method=Image.Quantize.FASTOCTREE)  # five colours, and those between them


if __name__ == "__main__":
    for pixels in (192, 512):
        icon(pixels).save(SHARED / f"icon-{pixels}.png", optimize=True)
    icon(512, maskable=True).save(SHARED / "icon-maskable-512.png", optimize=True)
