"""The table of commands: each with the module that has it."""

from __future__ import annotations

#: Command -> the modules that have it, or parts of it, in the order in which `--help` lists them. To import them all
#: takes longer than most commands.
MODULES: dict[str, tuple[str, ...]] = {
    "serve": ("web",),
    "auth": ("account",),
    "plan": ("extract",),
    "sync": ("extract",),
    "pause": ("extract",),
    "resume": ("extract",),
    "build": ("extract",),
    "status": ("extract",),
    "collection": ("collection",),
    "artist": ("people",),
    "path": ("people",),
    "network": ("people",),
    "release": ("release",),
    "own": ("own",),
    "gaps": ("gaps",),
    "year": ("year",),
    "plays": ("plays",),
    "role": ("sleeve",),
    "label": ("sleeve",),
    "wantlist": ("wantlist",),
    "shopping": ("shopping",),
    "sql": ("data",),
    "mcp": ("web",),
    "export": ("data", "site"),
    "dump": ("dump", "dump_report"),
    "catalogue": ("catalogue",),
    "import": ("exported",),
    "key": ("account",),
    "backup": ("data",),
    "reset": ("data",),
    "sandbox": ("local",),
    "demo": ("local",),
}
