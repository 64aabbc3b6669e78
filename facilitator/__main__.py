"""`python3 -m facilitator`, with nothing but Python at hand: an old one must be able to read this file."""

import os
import sys

if sys.version_info < (3, 11):
    sys.exit("Facilitator needs Python 3.11 or newer. This is Python %d.%d." % sys.version_info[:2])
if os.name != "posix":
    sys.exit("Facilitator runs on Linux and macOS.")

from facilitator.cli import main

sys.exit(main())
