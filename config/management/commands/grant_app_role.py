"""manage.py grant_app_role ROLE: what the role of web, worker and timetable may do; run by the owner after migrating."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from psycopg2 import sql

# What the application may only add to, and what it may only read.
ADD_ONLY = ["accounts_bookentry"]
READ_ONLY = ["django_migrations"]
# What only the owner's own functions touch (members/triggers.py).
HIDDEN = ["members_memberkey"]

GRANTS = [
    "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {role}",
    "GRANT USAGE ON SCHEMA public TO {role}",
    # First nothing, so that what is no longer granted here is taken back.
    "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO {role}",
    *[f"REVOKE UPDATE, DELETE ON {table} FROM {{role}}" for table in ADD_ONLY],
    *[f"REVOKE INSERT, UPDATE, DELETE ON {table} FROM {{role}}" for table in READ_ONLY],
    *[f"REVOKE ALL ON {table} FROM {{role}}" for table in HIDDEN],
]


class Command(BaseCommand):
    help = "给应用使用的数据库角色授权：可读写业务表，日志只增，不能清空表、不能改表结构。迁移之后由表的所有者运行。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", help="数据库角色名，如 shuangliang_app")

    def handle(self, *args: Any, **options: Any) -> None:
        role = options["role"]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = %s", [role])
            found = cursor.fetchone()
            if found is None:
                raise CommandError(f"没有数据库角色 {role}。")
            if found[0] or role == connection.get_connection_params().get("user"):
                raise CommandError(f"{role} 是超级用户或表的所有者，授权对它没有约束。")
            names = {"role": sql.Identifier(role), "database": sql.Identifier(str(connection.settings_dict["NAME"]))}
            for grant in GRANTS:
                cursor.execute(sql.SQL(grant).format(**names))
        self.stdout.write(f"已授权：{role}")
