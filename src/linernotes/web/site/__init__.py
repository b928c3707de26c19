"""A copy of the collection to share: a folder of plain pages that need no server.

It holds what Discogs gives away (CC0: titles, names, credits, tracks) of the records on the shelf, and generated
sleeves. It does not hold prices, values, notes, conditions, ratings, folders, dates, the wantlist, Discogs' pictures,
or whose collection it is: docs/decisions/0005-discogs-terms.md.
"""

from __future__ import annotations

from linernotes.web.site.export import SiteReport, export_site

__all__ = ["SiteReport", "export_site"]
