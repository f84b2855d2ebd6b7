"""The command line, one file per command: each gives `HELP`, `add_arguments` and `run`."""
