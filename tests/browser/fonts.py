"""The fonts that a browser under test has: its own choice, whatever the machine has installed."""

from __future__ import annotations

import os
from enum import Enum
from itertools import chain
from pathlib import Path

import pytest

#: Where fonts are installed; `make browser` installs what is needed here.
FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")


class Fonts(Enum):
    """What pages are set in: (files of the machine that the browser sees, whether it loads the pages' own fonts)."""

    #: What the project ships. Chromium ends where it has no font at all for a letter, so DejaVu stands behind it.
    SHIPPED = ("DejaVu*.ttf", True)
    #: All that a bare machine has.
    DEJAVU = ("DejaVu*.ttf", False)
    #: A font that people choose to read more easily, and one of the widest.
    WIDE = ("OpenDyslexic-*.otf", False)

    @property
    def flags(self) -> list[str]:
        """Chromium's options."""
        return [] if self.value[1] else ["--disable-remote-fonts"]

    def environment(self, folder: Path) -> dict[str, str]:
        """The browser's environment. Its font configuration is written to a folder, made if absent."""
        fonts = folder / "fonts"
        fonts.mkdir(parents=True, exist_ok=True)
        for path in _font_files(self.value[0]):
            (fonts / path.name).symlink_to(path)
        config = folder / "fonts.conf"
        config.write_text(
            '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n'
            f"<fontconfig><dir>{fonts}</dir><cachedir>{folder / 'cache'}</cachedir></fontconfig>\n",
            "utf-8",
        )
        return os.environ | {"FONTCONFIG_FILE": str(config)}


def _font_files(pattern: str) -> list[Path]:
    """The installed files of a pattern, each name once. Without any a test skips."""
    found = {path.name: path for path in chain.from_iterable(one.rglob(pattern) for one in FOLDERS)}
    if not found:
        pytest.skip(f"needs fonts {pattern} in {FOLDERS[0]}: make browser")
    return list(found.values())
