#!/usr/bin/env python
"""Run an operator's command; `python manage.py help` lists them."""

import os
import sys


def main() -> None:
    """Hand the command line to Django with this site's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
