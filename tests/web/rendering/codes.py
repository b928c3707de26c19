"""Reads QR codes, as a telephone does."""

from __future__ import annotations

import re

import numpy as np
import zxingcpp


def read_codes(pixels: np.ndarray) -> list[str]:
    """The texts of all codes in a grey picture."""
    return [one.text for one in zxingcpp.read_barcodes(pixels, formats=zxingcpp.BarcodeFormat.QRCode)]


def read_drawn_code(svg: str, scale: int = 4) -> list[str]:
    """The texts of a code that is drawn as horizontal strokes of one unit."""
    size = int(re.search(r'viewBox="0 0 (\d+) \d+"', svg)[1])  # type: ignore[index]
    dots = np.full((size, size), 255, dtype=np.uint8)
    (strokes,) = re.findall(r'stroke="#000" d="([^"]+)"', svg)
    x = y = 0.0
    for kind, numbers in re.findall(r"([Mmh])([^Mmh]*)", strokes):
        values = [float(one) for one in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", numbers)]
        if kind == "h":
            dots[int(y), int(x) : int(x + values[0])] = 0
            x += values[0]
        else:
            x, y = values if kind == "M" else (x + values[0], y + values[1])
    return read_codes(np.kron(dots, np.ones((scale, scale), dtype=np.uint8)))
