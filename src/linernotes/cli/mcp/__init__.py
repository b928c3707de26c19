"""The door for assistants: the questions of the pages as tools of the Model Context Protocol.

`tools` has the questions, `sharing` what others may see of an answer, `sentences` the words. `server` speaks the
protocol, and imports the SDK; nothing else does.
"""
