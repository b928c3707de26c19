"""Builds bring the pages' libraries along: where `make vendor` has not copied them, it is done first."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class VendorHook(BuildHookInterface[Any]):
    """Runs before a wheel or a source distribution is put together."""

    def dependencies(self) -> list[str]:
        """What the build needs besides hatchling: pip brings npm to a machine that has none."""
        return [] if shutil.which("npm") or not _vendor(self.root).missing() else ["pip"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Copy the libraries if they are not all there; where that fails, end the build with one line."""
        vendor = _vendor(self.root)
        if version == "editable" or not vendor.missing():
            return
        try:
            vendor.copy_all()
        except (vendor.SetUpError, OSError) as error:
            self.app.abort(f"A build needs the libraries of the pages: {error}")


def _vendor(root: str) -> ModuleType:
    """The module `tools/vendor.py`, which is in no package."""
    spec = importlib.util.spec_from_file_location("vendor", Path(root) / "tools" / "vendor.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
