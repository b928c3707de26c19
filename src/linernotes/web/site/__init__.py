"""A copy of the collection to share: a folder of plain pages that need no server.

It holds what Discogs gives away (CC0: titles, names, credits, tracks) of the records on the shelf, and generated
sleeves. It holds no prices, values, notes, conditions, ratings, folders and dates. Neither the wantlist, Discogs'
pictures nor the collector's name are in it: docs/decisions/0005-discogs-terms.md.
"""

from __future__ import annotations

from linernotes.web.site.export import SiteReport, export_site

__all__ = ["SiteReport", "export_site"]
