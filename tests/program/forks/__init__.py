"""Processes that are forked from one which has imported everything: tests start hundreds, and imports are most of each.

`client` starts them, `server` is the process that forks. A test that is about the start of a process uses the fixture
`real_processes`; the long trials have real ones, always.

What else saves time is here too: shorter waits, fewer builds in a sync, bytecode that is written once, and commands
that typer makes once.
"""
