"""The network as files: every format holds all of it, whatever artists are called, and other programs read it."""

from __future__ import annotations

import csv
import os
import resource
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import igraph
import pyarrow.parquet
import pytest
from tests.rows import put

from linernotes.errors import StoreError, UsageError
from linernotes.storage.builds.publish import Build, new_build, publish
from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.export.network import NETWORK_FORMATS, export_network

HOSTILE = "</data>\"'&<![CDATA[ ]]> \x00\x08\x1b\ufffe\r\n\t, ;Ж漢🎷"
READABLE = HOSTILE.translate(dict.fromkeys(map(ord, "\x00\x08\x1b\ufffe"), "\ufffd"))
VERTICES: list[tuple[Any, ...]] = [
    (0, 0, "me", False, *[None] * 6, 0, None, None),
    (3, 3, HOSTILE, True, 3, 3, 1, 4.25, 0.5, 0.0, 1, -1.25, 1e-17),
    (2**53 + 1, 2**53 + 1, None, False, 3, 3, 1, 4.25, 0.5, 12.5, 2, 3.0, 4.0),
    (7, 7, "", True, 7, 7, 0, 0.0, 0.1, 0.0, 1, 0.0, 0.0),
]
EDGES: list[tuple[Any, ...]] = [
    (0, 3, 1, 2.0, []),
    (0, 7, 1, 1.0, []),
    (3, 2**53 + 1, 3, 4.25, ["artist_alias", "release_role"]),
]
NAMESPACE = {"g": "http://graphml.graphdrawing.org/xmlns"}


@pytest.fixture
def build(tmp_path: Path) -> Build:
    draft = new_build(tmp_path / "home")
    with draft, DBStorage.create(draft.path) as storage:
        put(storage, "artist_vertex", VERTICES)
        put(storage, "artist_edge", EDGES)
        put(storage, "artist_community", [(3, None, 0, "A & B", 2, 1, 2), (7, None, 0, None, 1, 1, 1)])
    return publish(draft).build


def graphml(
    path: Path,
) -> tuple[dict[str, dict[str, str | None]], list[tuple[str, str, dict[str, str | None]]]]:
    """Nodes and edges as the standard library's parser reads them."""
    root = ET.parse(path).getroot()
    keys = {key.attrib["id"]: key.attrib["attr.name"] for key in root.findall("g:key", NAMESPACE)}
    graph = root.find("g:graph", NAMESPACE)
    assert graph is not None
    assert graph.attrib["edgedefault"] == "undirected"

    def data(element: ET.Element) -> dict[str, str | None]:
        return {keys[one.attrib["key"]]: one.text for one in element.findall("g:data", NAMESPACE)}

    nodes = {node.attrib["id"]: data(node) for node in graph.findall("g:node", NAMESPACE)}
    edges = [
        (edge.attrib["source"], edge.attrib["target"], data(edge))
        for edge in graph.findall("g:edge", NAMESPACE)
    ]
    return nodes, edges


def test_graphml_holds_every_vertex_and_edge_with_all_it_has(tmp_path: Path, build: Build) -> None:
    written = export_network(build.path, tmp_path / "a" / "b")
    assert (written.vertices, written.edges) == (4, 3)
    assert list((tmp_path / "a" / "b").iterdir()) == list(written.paths)
    nodes, edges = graphml(*written.paths)
    assert list(nodes) == ["0", "3", "7", str(2**53 + 1)]
    assert nodes["0"] == {"label": "me", "identity_id": "0", "in_collection": "false", "hops_from_me": "0"}
    assert nodes["3"] == {
        **{
            "label": READABLE,
            "identity_id": "3",
            "in_collection": "true",
            "component_id": "3",
            "community_id": "3",
        },
        **{"community": "A & B", "degree": "1", "weighted_degree": "4.25", "pagerank": "0.5"},
        **{"betweenness": "0.0", "hops_from_me": "1", "x": "-1.25", "y": "1e-17"},
    }
    assert nodes[str(2**53 + 1)]["label"] == str(2**53 + 1)  # who has no name goes by the id
    assert edges == [
        ("0", "3", {"weight": "2.0", "albums": "1", "relation_types": None}),
        ("0", "7", {"weight": "1.0", "albums": "1", "relation_types": None}),
        (
            "3",
            str(2**53 + 1),
            {"weight": "4.25", "albums": "3", "relation_types": "artist_alias release_role"},
        ),
    ]


def test_another_program_reads_the_graphml_with_names_types_and_weights(tmp_path: Path, build: Build) -> None:
    (path,) = export_network(build.path, tmp_path).paths
    graph = igraph.Graph.Read_GraphML(str(path))
    assert not graph.is_directed()
    assert graph.vs["id"] == ["0", "3", "7", str(2**53 + 1)]
    assert graph.vs["label"][1] == READABLE
    assert graph.vs["in_collection"] == [False, True, True, False]
    assert graph.vs["x"][1:] == [-1.25, 0.0, 3.0]
    assert graph.es["weight"] == [2, 1, 4.25]
    assert [edge.tuple for edge in graph.es] == [(0, 1), (0, 2), (1, 3)]


def test_csv_and_parquet_hold_the_same_rows_headed_as_gephi_expects(tmp_path: Path, build: Build) -> None:
    for format in ("csv", "parquet"):
        written = export_network(build.path, tmp_path, format)
        assert [path.name for path in written.paths] == [f"nodes.{format}", f"edges.{format}"]
        assert (written.vertices, written.edges) == (4, 3)
    nodes = pyarrow.parquet.read_table(tmp_path / "nodes.parquet").to_pylist()
    edges = pyarrow.parquet.read_table(tmp_path / "edges.parquet").to_pylist()
    assert [(row["Id"], row["Label"]) for row in nodes] == [
        (0, "me"),
        (3, HOSTILE),
        (7, ""),
        (2**53 + 1, str(2**53 + 1)),
    ]
    assert nodes[1]["community"] == "A & B"
    assert [tuple(row.values()) for row in edges] == [
        (0, 3, "Undirected", 2, 1, ""),
        (0, 7, "Undirected", 1, 1, ""),
        (3, 2**53 + 1, "Undirected", 4.25, 3, "artist_alias release_role"),
    ]
    for name, rows in (("nodes", nodes), ("edges", edges)):
        with (tmp_path / f"{name}.csv").open(newline="", encoding="utf-8") as file:
            read = list(csv.DictReader(file))
        assert read == [{key: _as_csv(value) for key, value in row.items()} for row in rows]


def _as_csv(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("format", NETWORK_FORMATS)
def test_without_me_there_is_neither_me_nor_an_edge_to_me(tmp_path: Path, build: Build, format: str) -> None:
    written = export_network(build.path, tmp_path, format, me=False)
    assert (written.vertices, written.edges) == (3, 1)


def test_a_network_that_cannot_be_written_leaves_the_old_file(tmp_path: Path, build: Build) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "network.graphml").write_text("old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300, hard))
    try:
        with pytest.raises(StoreError):
            export_network(build.path, tmp_path / "out")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (tmp_path / "out" / "network.graphml").read_text() == "old"
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["network.graphml"]


def test_a_format_that_there_is_not_is_wrong_usage(tmp_path: Path, build: Build) -> None:
    with pytest.raises(UsageError, match="there is no format gexf"):
        export_network(build.path, tmp_path / "out", "gexf")
    assert not (tmp_path / "out").exists()


def test_the_command_writes_it_and_tells_what(tmp_path: Path, build: Build) -> None:
    command = [sys.executable, "-m", "linernotes", "--home", str(tmp_path / "home"), "export", "network"]
    done = subprocess.run(
        [*command, "--out", str(tmp_path / "out")], capture_output=True, text=True, env=dict(os.environ)
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"4 vertices and 3 edges in {tmp_path / 'out'}: network.graphml\n"
    wrong = subprocess.run([*command, "--format", "gexf", "--out", "out"], capture_output=True, text=True)
    assert wrong.returncode == 2
