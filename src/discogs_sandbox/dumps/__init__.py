"""The monthly dumps of a catalogue, as data.discogs.com offers those of the real database.

`elements` renders documents as XML, `archives` packs them, `site` serves listing, checksums and files, `faults` says
what goes wrong there.
"""
