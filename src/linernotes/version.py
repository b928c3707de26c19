"""The version of linernotes, as its package says."""

from importlib.metadata import version

__version__ = version("linernotes")
