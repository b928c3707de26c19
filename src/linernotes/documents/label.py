"""Labels, series and companies: one id space, and one kind of record in the dumps. The API's are not read."""

from __future__ import annotations

from linernotes.documents.parts import Document, Id


class LabelLink(Document, frozen=True, kw_only=True, gc=False):
    """A label above or below. `id` 0 where a dump has only the name."""

    id: Id = 0
    name: str = ""


class Label(Document, frozen=True, kw_only=True, gc=False):
    """A label. `name` carries the "(2)" that tells namesakes apart."""

    id: Id
    name: str
    contactinfo: str | None = None
    profile: str | None = None
    data_quality: str | None = None
    parent: LabelLink | None = None
    urls: tuple[str, ...] = ()
    sublabels: tuple[LabelLink, ...] = ()
