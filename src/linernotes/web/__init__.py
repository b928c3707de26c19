"""The web app: `create_app` makes it, `serve` runs it."""
