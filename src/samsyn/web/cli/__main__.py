"""``python -m samsyn.web.cli``: the same as the `samsyn` command, for child processes."""

from samsyn.web.cli import main

if __name__ == "__main__":
    main()
