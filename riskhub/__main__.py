"""`python -m riskhub`: the command, where the package is not installed."""

import sys

from riskhub.command import main

sys.exit(main())
