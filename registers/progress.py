"""How far an import is, in words a person reads: which phase, how many of how many."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum

TICK = 0.25  # seconds


class Phase(StrEnum):
    """The phases of a check and a write, in their order. The word is what the page says."""

    WAIT = "等候"  # another register is being written
    OPEN = "打开"
    READ = "读取"
    EXAMINE = "核对"
    COMPARE = "比对"
    LIST = "列出错误"
    MARK = "标注错误"
    WRITE = "写入"


# Where `total` is 0 nobody knows how much is left: `done` then counts tenths of a second.
Progress = Callable[[Phase, int, int], None]


def silent(phase: Phase, done: int, total: int) -> None:
    """Progress that nobody watches."""


@contextmanager
def ticking(progress: Progress, phase: Phase) -> Iterator[None]:
    """Count tenths of a second while one long statement runs, of which nothing else can be seen."""
    progress(phase, 0, 0)
    ended = threading.Event()
    clock = threading.Thread(target=_tick, args=(progress, phase, ended), daemon=True)
    clock.start()
    try:
        yield
    finally:
        ended.set()
        clock.join()


def _tick(progress: Progress, phase: Phase, ended: threading.Event) -> None:
    started = time.monotonic()
    try:
        while not ended.wait(TICK):
            progress(phase, int((time.monotonic() - started) * 10), 0)
    except Exception:  # noqa: BLE001 (a stopped job is told so on its own thread, at its next step)
        return
