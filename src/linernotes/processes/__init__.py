"""Running work beside this process: `child` starts an entry of `linernotes.jobs` by its name, `entry` answers there.

The two speak through the child's stdin and stdout (`messages`). So nothing of the settings stands on a command line or
in the environment, and the child notices when its parent is gone.
"""
