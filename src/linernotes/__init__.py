"""linernotes: who played on your records.

The whole flow, from Discogs to a database of your own::

    from linernotes import Discogs, load_settings

    discogs = Discogs(load_settings())          # 1. settings, secrets, the home
    url = discogs.request_user_access("oob")    # 2. OAuth 1.0a: open the url, allow, copy the code
    discogs.save_user_token(input("Code: "))    # 3. exchange it, save it in secrets.yml
    discogs.plan()                              # 4. what a sync would fetch, in requests and minutes
    discogs.sync()                              # 5. extract: collection, releases, masters, artists
    discogs.build()                             # 6. derive and publish collection.duckdb

And what was published, asked::

    from linernotes import open_shelf

    with open_shelf() as shelf:
        print(shelf.own("kind of blue").sentence)
"""

TYPE_CHECKING = False  # for type checkers as that of typing, which takes longer to import than all of this

if TYPE_CHECKING:
    from linernotes.discogs import Discogs
    from linernotes.insights.home.shelf import Shelf, open_shelf
    from linernotes.settings import Settings, load_settings
    from linernotes.version import __version__

__all__ = ["Discogs", "Settings", "Shelf", "__version__", "load_settings", "open_shelf"]


def __getattr__(name: str) -> object:
    """Import a name when it is first used: the sandbox and `--help` need none, and Ctrl-C must work."""
    if name == "__version__":
        from linernotes.version import __version__

        return __version__
    if name == "Discogs":
        from linernotes.discogs import Discogs

        return Discogs
    if name in ("Shelf", "open_shelf"):
        import linernotes.insights.home.shelf

        return getattr(linernotes.insights.home.shelf, name)
    if name in ("Settings", "load_settings"):
        import linernotes.settings

        return getattr(linernotes.settings, name)
    raise AttributeError(f"module 'linernotes' has no attribute {name!r}")
