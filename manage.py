#!/usr/bin/env python
"""Django's command line; without settings named it runs as the developer's machine does."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 (settings must be named first)

    from accounts import wall  # noqa: PLC0415 (as above)

    wall.open_for_operator()

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
