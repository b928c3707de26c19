"""The entries of child processes, each a module with a function `run`: `python -m linernotes.jobs NAME` runs it.

Only `processes.child` starts them. `run` gets the request and a function that takes its progress.
"""
