"""What is not seen at the edges of a text."""

from __future__ import annotations

#: Characters that are not seen at the edge of a text: all white space, and characters without width. Pasted texts
#: bring the latter: zero-width spaces and joiners, direction marks, word joiner, byte order mark. The last white
#: space of Unicode is U+3000; a loop over all characters would take longer than many a command.
INVISIBLE = "".join(chr(code) for code in range(0x3001) if chr(code).isspace()) + (
    "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
)
