"""Runs a script of ours in a process of its own whose memory and time are limited, and reads what it sends."""

import io
import os
import pickle
import select
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

MIB = 1024 * 1024
SAFE = {("datetime", name) for name in ("date", "datetime", "time", "timedelta")}
ENVIRONMENT = {"LANG": "C.UTF-8", "PATH": os.defpath}  # no secrets
TICK = 0.25  # seconds between two signs of life while a process is silent
SPARE_SECONDS = 5  # for starting the process, and for a machine that is busy


Waiting = Callable[[float], None]  # handed the seconds so far


def patiently(seconds: float) -> None:
    """Waits without a word."""


class Died(Exception):
    """The process ended or fell silent before it had sent everything: too much memory, too much time, or a crash."""


class _Cells(pickle.Unpickler):
    """Unpickles cells and nothing else, because the sender has read a stranger's file."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in SAFE:
            raise pickle.UnpicklingError(name)
        return super().find_class(module, name)


def ran(script: Path, arguments: list[str], job: bytes, seconds: int, waiting: Waiting = patiently) -> bool:
    """True when the script, given `job` on its standard input, ends well within `seconds` and a few more.

    `waiting` is called while it works; what that raises ends the process.
    """
    started = time.monotonic()
    with tempfile.TemporaryFile() as given:
        given.write(job)
        given.seek(0)
        process = subprocess.Popen(
            [sys.executable, "-I", str(script), *arguments],
            stdin=given,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=ENVIRONMENT,
        )
        try:
            while time.monotonic() < started + seconds + SPARE_SECONDS:
                try:
                    return process.wait(TICK) == 0
                except subprocess.TimeoutExpired:
                    waiting(time.monotonic() - started)
            return False
        finally:
            process.kill()
            process.wait()


def start(script: Path, arguments: list[str], given: bytes = b"") -> subprocess.Popen[bytes]:
    """The script started by path, isolated (-I), with an environment that holds no secrets; it reads what is given."""
    with tempfile.TemporaryFile() as file:
        file.write(given)
        file.seek(0)
        return subprocess.Popen(
            [sys.executable, "-I", str(script), *arguments],
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=ENVIRONMENT,
        )


def answers(
    script: Path, arguments: list[str], seconds: int, waiting: Waiting = patiently, *, given: bytes = b""
) -> Iterator[Any]:
    """What the script sends, one pickle after the other, up to the None that ends them.

    `given` is its standard input; `waiting` is called while nothing comes. Raises Died when the script falls silent
    for `seconds` and a few more, or ends early. The process is ended when the iterator is closed or forgotten.
    """
    process = start(script, arguments, given)
    assert process.stdout is not None
    pipe = process.stdout.fileno()
    try:
        while True:
            (length,) = struct.unpack("<I", _read(pipe, 4, seconds + SPARE_SECONDS, waiting))
            data = _read(pipe, length, seconds + SPARE_SECONDS, waiting)
            try:
                answer = _Cells(io.BytesIO(data)).load()
            except (pickle.UnpicklingError, EOFError, ValueError, TypeError) as error:
                raise Died from error
            if answer is None:
                return
            yield answer
    finally:
        process.kill()
        process.stdout.close()
        process.wait()


def _read(pipe: int, length: int, seconds: int, waiting: Waiting) -> bytes:
    poll = select.poll()
    poll.register(pipe, select.POLLIN)
    parts: list[bytes] = []
    while length:
        started = time.monotonic()
        while not poll.poll(TICK * 1000):
            if time.monotonic() > started + seconds:
                raise Died
            waiting(time.monotonic() - started)
        part = os.read(pipe, min(length, MIB))
        if not part:
            raise Died
        parts.append(part)
        length -= len(part)
    return b"".join(parts)
