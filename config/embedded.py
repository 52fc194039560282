"""A PostgreSQL of this folder's own, started when a process needs it and stopped when the last one has left.

Every process that asks for the address holds `pg.lock` shared for as long as it lives; at exit it tries for the
exclusive lock, and only who gets it (nobody else is left) stops the server. `pg.start.lock` lets one process start.
`kill -9` on the last user leaves the server running; the next user takes it over.
"""

import atexit
import base64
import contextlib
import fcntl
import functools
import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg2

from config.postgres import Server

NAME = "shuangliang"
APPLICATION = "shuangliang_app"  # the role that owns nothing: its rights come from `grant_app_role`
_held: dict[Path, int] = {}


@functools.cache
def database_url(local_dir: Path, role: str = NAME) -> str:
    """The address of this folder's database, which answers when this returns. Raises ImproperlyConfigured."""
    local_dir.mkdir(parents=True, exist_ok=True)
    local_dir = local_dir.resolve()
    server = Server(local_dir)
    _hold(local_dir)
    atexit.register(_leave, server, os.getpid())
    if not _answers(server):
        with _alone(local_dir / "pg.start.lock"):
            if not _answers(server):
                server.start()
                _create_database(server)
    return f"postgres://{role}@/{NAME}?host={server.socket_dir()}&port=5432"


def _connect(server: Server, name: str) -> "psycopg2.extensions.connection":
    return psycopg2.connect(host=str(server.socket_dir()), port=5432, user=NAME, dbname=name, connect_timeout=10)


def _answers(server: Server) -> bool:
    if server.socket_dir() is None:
        return False
    try:
        _connect(server, NAME).close()
    except psycopg2.OperationalError:
        return False
    return True


def _create_database(server: Server) -> None:
    connection = _connect(server, "postgres")
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {NAME}")
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APPLICATION])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE ROLE {APPLICATION} LOGIN")
    finally:
        connection.close()


# Locks


def _hold(local_dir: Path) -> None:
    """Count this process among the users; waits only while another one is stopping the server."""
    descriptor = os.open(local_dir / "pg.lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    _held[local_dir] = descriptor


def _hold_after_fork() -> None:
    """A forked child shares its parent's lock, which would vanish with the parent: take one of its own."""
    for local_dir, inherited in list(_held.items()):
        with contextlib.suppress(OSError):
            _hold(local_dir)
            os.close(inherited)


os.register_at_fork(after_in_child=_hold_after_fork)


def _leave(server: Server, pid: int) -> None:
    descriptor = _held.get(server.local_dir)
    if os.getpid() != pid or descriptor is None:
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return
    server.stop()


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


# Secrets that belong to the folder


def kept_secret(path: Path) -> str:
    """A random secret, made once and kept in a file only its owner reads."""
    return _kept(path, secrets.token_urlsafe(64))


def kept_field_keys(path: Path) -> str:
    """FIELD_KEYS (`id:base64 of 32 bytes`), made once and kept in a file only its owner reads."""
    return _kept(path, "k1:" + base64.b64encode(secrets.token_bytes(32)).decode())


def _kept(path: Path, proposal: str) -> str:
    """What the file says; where there is none, the proposal, unless another process was quicker."""
    with contextlib.suppress(FileNotFoundError):
        return path.read_text().strip()
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent)  # mkstemp makes it 0600
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(proposal + "\n")
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)  # whole or not at all, and never over another's
    finally:
        os.unlink(draft)
    return path.read_text().strip()
