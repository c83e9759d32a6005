#!/usr/bin/env python
"""Django's command line for Muse."""

import os
import sys

from muse.command_line import run

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muse.settings")
    sys.exit(run(sys.argv))
