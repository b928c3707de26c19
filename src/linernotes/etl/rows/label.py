"""Label -> rows of the catalogue."""

from __future__ import annotations

from datetime import datetime

from linernotes.documents import Label
from linernotes.etl.rows.names import as_sent, trimmed

#: Rows by table: dicts by column name.
LabelRows = dict[str, list[dict[str, object]]]


def label_rows(label: Label, *, source: str, loaded_at: datetime) -> LabelRows:
    """The rows of one label, by table. Pure. A label below without id and name makes no row."""
    parent = label.parent
    return {
        "label": [
            {
                "label_id": label.id,
                "name": trimmed(label.name),
                "profile": as_sent(label.profile),
                "contact": as_sent(label.contactinfo),
                "parent_label_id": (parent.id or None) if parent else None,
                "parent_name": trimmed(parent.name) if parent else None,
                "data_quality": trimmed(label.data_quality),
                "source": source,
                "loaded_at": loaded_at,
            }
        ],
        "label_urls": [
            {"label_id": label.id, "position": position, "url": trimmed(url)}
            for position, url in enumerate(label.urls)
            if trimmed(url)
        ],
        "label_sublabels": [
            {
                "label_id": label.id,
                "position": position,
                "sublabel_id": below.id or None,
                "name": trimmed(below.name),
            }
            for position, below in enumerate(label.sublabels)
            if below.id or trimmed(below.name)
        ],
    }
