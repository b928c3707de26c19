"""Running work beside this process: `child` starts an entry of `linernotes.jobs` by its name, `entry` answers there.

The two speak through the child's stdin and stdout (`messages`). So no setting stands on a command line or in the
environment. And the child notices when its parent is gone.
"""
