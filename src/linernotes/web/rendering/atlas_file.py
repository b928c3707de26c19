"""The map of the shelf as a picture to share: one SVG file that needs nothing beside it.

It has the colours and the letters of the pages in it, for light and dark. It has no script, link, note or price, and no
picture of Discogs. Its style is that of the pages, with values for variables: not all programs know these.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache

from linernotes.insights.network.atlas import Atlas, read_atlas
from linernotes.insights.snapshot import Snapshot
from linernotes.web.rendering.assets import FOLDER
from linernotes.web.rendering.atlas import draw_atlas
from linernotes.web.rendering.atlas_view import View
from linernotes.web.rendering.fonts import FONTS, read_font_sheet

#: Around the map, in its pixels.
MARGIN = 20
#: The typeface of the map.
_FACE = "Source Sans 3 Variable"
#: The tints of places, and the one of the strip.
_HUES = range(8)

#: What XML must not contain: control characters, and halves of pairs.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ROOT = re.compile(r":root \{(.*?)\}", re.DOTALL)
_VARIABLE = re.compile(r"--([\w-]+): ([^;]+);")
_USED = re.compile(r"var\(--([\w-]+)\)")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_MEDIA = re.compile(r"@media [^{]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_FONT_FACE = re.compile(r"@font-face \{.*?\}", re.DOTALL)
_FILE = re.compile(r"url\(fonts/([\w.-]+)\?[^)]*\)")
_RANGE = re.compile(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?")


def draw_map_file(snapshot: Snapshot) -> str:
    """The file of a build's map, for `snapshot.cached`."""
    return map_file(snapshot.cached(read_atlas))


def map_file(atlas: Atlas) -> str:
    """The map as an SVG document, with room around it."""
    view = View(-MARGIN, -MARGIN, 1.0, atlas.width + 2 * MARGIN, atlas.height + 2 * MARGIN)
    head, _, drawn = draw_atlas(atlas, view, links=False).partition(">")
    left, top, width, height = view.box
    paper = f'<rect class="paper" x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}"/>'
    style = f"<style>{_fonts_for(drawn)}{_style()}</style>"
    title, end, rest = drawn.partition("</desc>")
    whole = f'{head} xmlns="http://www.w3.org/2000/svg">{title}{end}{style}{paper}{rest}'
    return _ILLEGAL.sub("", whole)


@lru_cache(maxsize=1)
def _style() -> str:
    """The rules of the map with the values of their variables: in light, then what differs in the dark."""
    base, own = (
        _COMMENT.sub("", (FOLDER / name).read_text("utf-8"))
        for name in ("shared/base.css", "shared/atlas.css")
    )
    light: dict[str, str] = {}
    dark: dict[str, str] = {}
    for sheet in (base, own):
        first, second = _ROOT.findall(sheet)[:2]
        light |= _VARIABLE.findall(first)
        dark |= _VARIABLE.findall(second)
    rules = [(".paper", "fill: var(--paper);")]
    for selector, declarations in _RULE.findall(_MEDIA.sub("", own)):
        if not selector.strip().startswith((":root", ".hue-")):
            rules.append((selector.strip(), " ".join(declarations.split())))
    plain = "".join(_resolved(selector, declarations, light) for selector, declarations in rules)
    coloured = [one for one in rules if "var(" in one[1]]
    darker = "".join(_resolved(selector, declarations, light | dark) for selector, declarations in coloured)
    return f"{plain}@media (prefers-color-scheme: dark){{{darker}}}"


def _resolved(selector: str, declarations: str, values: dict[str, str]) -> str:
    """A rule with its variables replaced; one that depends on the tint becomes one for each tint."""
    if not {"ink", "tint"} & set(_USED.findall(declarations)):
        return f"{selector}{{{_valued(declarations, values)}}}"
    found = []
    for hue in _HUES:
        of_hue = values | {"ink": values[f"ink-{hue}"], "tint": values.get(f"tint-{hue}", "transparent")}
        narrowed = ",".join(f"{one.strip()}.hue-{hue}" for one in selector.split(","))
        found.append(f"{narrowed}{{{_valued(declarations, of_hue)}}}")
    return "".join(found)


def _valued(declarations: str, values: dict[str, str]) -> str:
    return _USED.sub(lambda used: values[used[1]], declarations)


def _fonts_for(text: str) -> str:
    """The font faces that the letters of a text need, with their files in them; none before `make vendor`."""
    letters = {ord(letter) for letter in text}
    found = []
    for face in _FONT_FACE.findall(read_font_sheet()):
        ranges = [(int(low, 16), int(high or low, 16)) for low, high in _RANGE.findall(face)]
        is_used = any(low <= letter <= high for low, high in ranges for letter in letters)
        if _FACE in face and "font-style: normal" in face and is_used:
            found.append(_FILE.sub(lambda file: f"url({_data(file[1])})", face))
    return "".join(" ".join(one.split()) for one in found)


@lru_cache(maxsize=12)
def _data(name: str) -> str:
    return f"data:font/woff2;base64,{b64encode((FONTS / name).read_bytes()).decode()}"
