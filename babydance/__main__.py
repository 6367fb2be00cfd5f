"""Lets ``python -m babydance`` reach the commands."""

import sys

from babydance.cli import main

sys.exit(main())
