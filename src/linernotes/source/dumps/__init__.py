"""Discogs' monthly dumps: which file holds what, and the elements that are wanted of it."""

from __future__ import annotations

from linernotes.source.dumps.files import DumpFile, dump_file
from linernotes.source.dumps.scan import Element, OnProgress, Scan, scan

__all__ = ["DumpFile", "Element", "OnProgress", "Scan", "dump_file", "scan"]
