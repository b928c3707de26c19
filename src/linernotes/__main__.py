"""The command `linernotes`, also as `python -m linernotes`: ready for Ctrl-C before it imports what takes long."""

import atexit

from linernotes.processes.interruption import end_at_once, finish


def main() -> None:
    """Run the command line; ends the process with one of the exit statuses that `--help` lists."""
    end_at_once()
    atexit.register(finish)  # the first that is registered is the last that runs
    from linernotes.processes.arithmetic import use_one_thread_of_arithmetic

    use_one_thread_of_arithmetic()
    from linernotes.cli import main as run

    run()


if __name__ == "__main__":
    main()
