"""Start and stop one PostgreSQL server in a folder; callers hold the locks (config/embedded.py)."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config import binaries

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
        run_as = binaries.account()
        binaries.prepare_home(self.home, run_as)
        programs = binaries.folder(self._made_by(), run_as)
        if not self.data.exists():
            self._initdb(programs, run_as)
        socket = self._socket_for(run_as)
        if self.log.exists():
            os.replace(self.log, self.log.with_suffix(".log.1"))
        settings = " ".join(f"-c {name}='{value}'" for name, value in OPTIONS.items())
        command = ["pg_ctl", "start", "--no-wait", "-D", str(self.data), "-o", f"-k {socket} {settings}"]
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if not self._postmaster_lives():
                # Again and again: backends that outlived a killed postmaster take a moment to notice.
                self._clear_traces(socket)
                with self.log.open("ab") as log:
                    _run(programs, command, run_as, log)
            if self._becomes_ready(programs, socket, run_as, deadline):
                return
        raise ImproperlyConfigured(f"The embedded PostgreSQL does not start: see {self.log}.")

    def stop(self) -> None:
        """Stop in fast mode; a server that is already gone is fine."""
        if not self._postmaster_lives():
            return
        run_as = binaries.account()
        programs = binaries.folder(self._made_by(), run_as)
        command = ["pg_ctl", "stop", "-m", "fast", "-w", "-t", "30", "-D", str(self.data)]
        with self.log.open("ab") as log, contextlib.suppress(subprocess.CalledProcessError):
            _run(programs, command, run_as, log)
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

    def _initdb(self, programs: Path, run_as: pwd.struct_passwd | None) -> None:
        draft = self.data.with_name("draft")  # an interrupted initdb must not pass for a database
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        if run_as:
            os.chown(draft, run_as.pw_uid, run_as.pw_gid)
        locale = ["--locale=C.UTF-8"]  # plain C finds no trigrams in Chinese; ICU collations change with the library
        if int(binaries.major(programs)) >= 17:
            locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command = ["initdb", "-D", str(draft), "-U", "shuangliang", "-A", "trust", "-E", "UTF8", "--no-sync", *locale]
        with self.log.open("ab") as log:
            try:
                _run(programs, command, run_as, log)
            except subprocess.CalledProcessError as error:
                raise ImproperlyConfigured(f"The embedded PostgreSQL could not be set up: see {self.log}.") from error
        os.rename(draft, self.data)

    def _socket_for(self, run_as: pwd.struct_passwd | None) -> Path:
        """The socket's folder, the same as last time while it is there: long-lived users know its address."""
        known = self.socket_dir()
        owner = run_as.pw_uid if run_as else os.geteuid()
        if known is not None and known.is_dir() and known.lstat().st_uid == owner:  # not one that another user laid
            return known
        socket = Path(tempfile.mkdtemp(prefix="sl-", dir="/tmp"))  # a socket's path must stay below 107 characters
        if run_as:
            os.chown(socket, run_as.pw_uid, run_as.pw_gid)
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

    def _becomes_ready(self, programs: Path, socket: Path, run_as: pwd.struct_passwd | None, deadline: float) -> bool:
        """Wait while the postmaster lives: a socket that exists, or accepts, may still be recovering."""
        probe = ["pg_isready", "-q", "-h", str(socket), "-p", "5432", "-U", "shuangliang", "-d", "postgres"]
        patience = time.monotonic() + 1  # for the pid file to be written
        while time.monotonic() < (deadline if self._postmaster_lives() else patience):
            with contextlib.suppress(subprocess.CalledProcessError):
                _run(programs, probe, run_as)
                return True
            time.sleep(0.03)
        return False

    def _clear_traces(self, socket: Path) -> None:
        """What a killed postmaster left, for PostgreSQL takes a zombie or a reused id for a running server.

        The pid file gets an id that cannot exist; its other lines stay, so that PostgreSQL still waits for backends
        which outlived their postmaster.
        """
        for trace in socket.glob(".s.PGSQL.*"):
            trace.unlink()
        if self._pid() is not None:
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


def _run(programs: Path, command: list[str], run_as: pwd.struct_passwd | None, log: object = None) -> None:
    program, *arguments = command
    subprocess.run(
        [str(programs / program), *arguments],
        check=True,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=log or subprocess.DEVNULL,  # type: ignore[call-overload]
        stderr=subprocess.STDOUT,
        start_new_session=True,  # Ctrl-C is for us, not for the server
        **({"user": run_as.pw_uid, "group": run_as.pw_gid, "extra_groups": []} if run_as else {}),
    )
