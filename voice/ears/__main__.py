"""The parent of ears as a process; the worker starts it."""

import sys

from voice.ears.parent import main

sys.exit(main())
