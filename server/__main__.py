"""The command line: `python -m server COMMAND`."""

import os
import sys

from server.lifeline import PARENT_VARIABLE, end_with_parent

if __name__ == "__main__":
    os.umask(0o077)  # database, recordings and keys are for this user alone
    if parent := os.environ.pop(PARENT_VARIABLE, ""):
        end_with_parent(int(parent))  # before the imports below, which take seconds on a busy machine

    from server.cli.main import main

    sys.exit(main())
