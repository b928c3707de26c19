"""`python -m linernotes` does what the command `linernotes` does."""

from linernotes.cli import main

if __name__ == "__main__":
    main()
