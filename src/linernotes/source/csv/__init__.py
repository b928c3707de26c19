"""Discogs' own CSV export of a collection, as Discogs writes it and as spreadsheets save it again.

`encoding` makes text of the bytes. `records` makes lines of the text. `header` says which column is which. `dates`
and `cells` read the cells. `export` puts copies together.
"""

from __future__ import annotations

from linernotes.source.csv.dates import PACIFIC
from linernotes.source.csv.encoding import transcode
from linernotes.source.csv.export import Export, ExportRow, Unread, parse_export
from linernotes.source.csv.header import ExportField
from linernotes.source.csv.records import LARGEST_FILE

__all__ = [
    "LARGEST_FILE",
    "PACIFIC",
    "Export",
    "ExportField",
    "ExportRow",
    "Unread",
    "parse_export",
    "transcode",
]
