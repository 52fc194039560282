#!/usr/bin/env python
"""Django's command line; without settings named it runs as the developer's machine does."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 (settings must be named first)
    from django.db import ProgrammingError  # noqa: PLC0415 (as above)
    from psycopg2.errors import UndefinedColumn, UndefinedTable  # noqa: PLC0415 (as above)

    from accounts import wall  # noqa: PLC0415 (as above)

    wall.open_for_operator()
    try:
        execute_from_command_line(sys.argv)
    except ProgrammingError as error:
        if not isinstance(error.__cause__, UndefinedTable | UndefinedColumn):
            raise
        missing = str(error.__cause__).splitlines()[0]
        sys.exit(f"数据库里还没有这一版的表（{missing}）。请先运行 python manage.py migrate，再试一次。")


if __name__ == "__main__":
    main()
