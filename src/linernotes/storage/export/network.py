"""The network of a build as files for other programs: Gephi, Cytoscape, igraph, networkx, spreadsheets.

* `graphml`: network.graphml, vertices and edges with all they have.
* `csv`: nodes.csv and edges.csv, headed as Gephi's import expects it (Id, Label; Source, Target, Type, Weight).
* `parquet`: nodes.parquet and edges.parquet, the same columns.

Vertices and edges come in the order of their ids. What is NULL is left out in GraphML and empty in CSV. Nothing of the
owner's notes, ratings or prices is in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from linernotes.errors import StoreError, UsageError
from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.export.tables import EXPORTING
from linernotes.storage.home.durable import file_errors
from linernotes.storage.home.working_folder import working_folder

NETWORK_FORMATS = ("graphml", "csv", "parquet")

_NODES = """
select v.artist_id as Id, coalesce(v.name, cast(v.artist_id as varchar)) as Label, v.identity_id, v.in_collection,
    v.component_id, v.community_id, c.label as community, v.degree, v.weighted_degree, v.pagerank, v.betweenness,
    v.hops_from_me, v.x, v.y
from artist_vertex as v
left join artist_community as c on c.community_id = v.community_id
where v.artist_id > 0 or {me}
order by v.artist_id
"""
_EDGES = """
select artist_id_from as Source, artist_id_to as Target, 'Undirected' as Type, weight as Weight, albums,
    array_to_string(relation_types, ' ') as relation_types
from artist_edge
where artist_id_from > 0 or {me}
order by artist_id_from, artist_id_to
"""
#: Attributes of GraphML: column -> type. `label` and `weight` are the names that Gephi knows.
_NODE_TYPES = {
    "label": "string",
    "identity_id": "long",
    "in_collection": "boolean",
    "component_id": "long",
    "community_id": "long",
    "community": "string",
    "degree": "long",
    "weighted_degree": "double",
    "pagerank": "double",
    "betweenness": "double",
    "hops_from_me": "long",
    "x": "double",
    "y": "double",
}
_EDGE_TYPES = {"weight": "double", "albums": "long", "relation_types": "string"}
_COPY = {"csv": "format csv, header true", "parquet": "format parquet, compression zstd"}
#: What XML 1.0 has no way to write.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_GRAPHML = "network.graphml"
_DRAFTS = [
    f"{before}{name}"
    for name in (_GRAPHML, *(f"{what}.{format}" for what in ("nodes", "edges") for format in _COPY))
    for before in ("", "tmp_")
]


@dataclass(frozen=True, slots=True)
class ExportedNetwork:
    """The files that were written, and how many vertices and edges are in them."""

    paths: tuple[Path, ...]
    vertices: int
    edges: int


def export_network(build: Path, out: Path, format: str = "graphml", *, me: bool = True) -> ExportedNetwork:
    """Write the network of a build into the folder `out`, which is made if absent.

    `me` says whether "me" (0), joined to every collected artist, is in it. Files of the same names are replaced, and
    only when the new ones are complete. Raises UsageError for a format that there is not, and StoreError or
    DiskFullError if it cannot be written.
    """
    if format not in NETWORK_FORMATS:
        raise UsageError(f"there is no format {format}: choose one of {', '.join(NETWORK_FORMATS)}")
    nodes, edges = _NODES.format(me=me), _EDGES.format(me=me)
    with file_errors(f"{out} cannot be written", StoreError), DBStorage.open(build) as storage:
        out.mkdir(parents=True, exist_ok=True)
        with working_folder(out, EXPORTING, _DRAFTS) as folder:
            if format == "graphml":
                return _write_graphml(storage, nodes, edges, folder / _GRAPHML, out / _GRAPHML)
            paths = out / f"nodes.{format}", out / f"edges.{format}"
            counts = [
                _copy(storage, query, folder / path.name, path, format)
                for query, path in zip((nodes, edges), paths, strict=True)
            ]
    return ExportedNetwork(paths, *counts)


def _copy(storage: DBStorage, query: str, draft: Path, path: Path, format: str) -> int:
    target = str(draft).replace("'", "''")
    rows = storage.scalar(f"copy ({query}) to '{target}' ({_COPY[format]})")
    draft.replace(path)
    return int(rows)


def _write_graphml(storage: DBStorage, nodes: str, edges: str, draft: Path, path: Path) -> ExportedNetwork:
    counts = [0, 0]
    with draft.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_head())
        for id, *values in _rows(storage, nodes):
            file.write(f'<node id="{id}">{_data("v", _NODE_TYPES, values)}</node>\n')
            counts[0] += 1
        for source, target, _, *values in _rows(storage, edges):
            data = _data("e", _EDGE_TYPES, values)
            file.write(f'<edge source="{source}" target="{target}">{data}</edge>\n')
            counts[1] += 1
        file.write("</graph>\n</graphml>\n")
    draft.replace(path)
    return ExportedNetwork((path,), *counts)


def _head() -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for letter, of, types in (("v", "node", _NODE_TYPES), ("e", "edge", _EDGE_TYPES)):
        for name, type_ in types.items():
            yield f'<key id="{letter}_{name}" for="{of}" attr.name="{name}" attr.type="{type_}"/>\n'
    yield '<graph id="linernotes" edgedefault="undirected">\n'


def _rows(storage: DBStorage, query: str) -> Iterator[tuple[object, ...]]:
    for batch in storage.record_batches(query):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _data(letter: str, types: dict[str, str], values: Sequence[object]) -> str:
    return "".join(
        f'<data key="{letter}_{name}">{_text(value)}</data>'
        for name, value in zip(types, values, strict=True)
        if value is not None
    )


def _text(value: object) -> str:
    """As XML: what it cannot hold becomes U+FFFD, and a carriage return stays one."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return escape(_UNWRITABLE.sub("\ufffd", value), {"\r": "&#13;"})
    return repr(value)
