"""Pictures and videos of a barcode, as a phone's camera would see it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import zxingcpp
from PIL import Image

#: What a camera gives.
SIZE = (640, 480)


def barcode_picture(code: str) -> Image.Image:
    """The barcode of an EAN-13 or UPC-A in the middle of a grey picture, a little askew."""
    kind = zxingcpp.BarcodeFormat.UPCA if len(code) == 12 else zxingcpp.BarcodeFormat.EAN13
    bars = Image.fromarray(np.asarray(zxingcpp.create_barcode(code, kind).to_image(scale=3))).convert("L")
    label = Image.new("L", (bars.width + 60, bars.height * 2 + 60), 255)
    label.paste(bars.resize((bars.width, bars.height * 2)), (30, 30))
    picture = Image.new("L", SIZE, 120)
    turned = label.rotate(4, expand=True, fillcolor=120, resample=Image.Resampling.BICUBIC)
    picture.paste(turned, ((SIZE[0] - turned.width) // 2, (SIZE[1] - turned.height) // 2))
    return picture.convert("RGB")


def write_video(code: str, path: Path) -> Path:
    """A video in which the barcode stands still: Chromium plays it again and again as what a camera sees."""
    picture = barcode_picture(code)
    with path.open("wb") as video:
        for _ in range(2):
            picture.save(video, "jpeg", quality=90)
    return path
