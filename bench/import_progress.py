"""How smoothly a file of 100 000 rows is checked and written: the largest gap between two movements of its progress.

    python -m bench.import_progress [--rows 100000]

A worker of its own does the job; this process looks at the job's row twenty times a second, as many pages would.
Three jobs: the check, the write, and the check of a file with a fault in every tenth row. Also the seconds that the
web request takes to receive the file.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.import_registers import make_unions, rows_of_file, write_file
from bench.scratch import database, timed

LOOK = 0.05  # seconds
WORKER = (
    "import sys, django; django.setup(); from accounts import jobs; print('ready', flush=True); sys.stdin.readline();"
    "jobs.run(int(sys.argv[1]))"
)


def received(path: Path) -> tuple[Any, float]:
    """The run of an uploaded file, and the seconds its request took."""
    from registers import operations  # noqa: PLC0415

    def send() -> Any:
        with path.open("rb") as file:
            return operations.receive_file(
                "displays", file, file_name=path.name, check_only=True, partial=True, by=None
            )

    seconds, run = timed(send)
    return run, seconds


def watched(run: Any) -> tuple[float, float, list[str]]:
    """Let a worker do the run's job: its seconds, the largest gap between two movements, and the phases seen."""
    from accounts.models import Job  # noqa: PLC0415

    job = Job.objects.filter(kind="import", subject_id=run.pk).latest("pk")
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(job.pk)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert worker.stdin is not None  # noqa: S101
    assert worker.stdout is not None  # noqa: S101
    worker.stdout.readline()
    worker.stdin.write("go\n")
    worker.stdin.flush()
    started = moved = time.monotonic()
    largest, before, phases = 0.0, ("", 0, 0), []
    while True:
        state, *now = Job.objects.values_list("state", "message", "done", "total").get(pk=job.pk)
        at = time.monotonic()
        if (ended := state in {"done", "failed"}) or tuple(now) != before:
            largest, moved = max(largest, at - moved), at
            before = tuple(now)
            if not ended and (not phases or phases[-1] != now[0]):
                phases.append(now[0])
        if ended:
            worker.wait()
            if state == "failed":
                sys.exit(f"the job failed: {now[0]}")
            return at - started, largest, phases
        time.sleep(LOOK)


def say(words: str, seen: tuple[float, float, list[str]]) -> None:
    seconds, largest, phases = seen
    print(f"{words:28}{seconds:6.1f} s   largest gap {largest:4.2f} s (at most 1)   {' '.join(phases)}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=100_000)
    rows = options.parse_args().rows
    os.environ |= {"SHUANGLIANG_DATA": tempfile.mkdtemp(), "TASKS_AT_ONCE": "0"}
    with database("progress"), tempfile.TemporaryDirectory() as folder:
        from registers import operations  # noqa: PLC0415
        from registers.models import ImportRun  # noqa: PLC0415

        make_unions(rows // 8 + 1)
        good = rows_of_file(rows)
        faulty = [[*row[:2], "屋顶" if n % 10 == 0 else row[2], *row[3:]] for n, row in enumerate(good)]
        path, other = Path(folder) / "displays.xlsx", Path(folder) / "faulty.xlsx"
        write_file(path, good)
        write_file(other, faulty)
        run, seconds = received(path)
        print(f"receiving the file          {seconds:6.2f} s")
        say("check", watched(run))
        run.refresh_from_db()
        operations.write_checked(run, mark=run.mark, by=None)
        say("write", watched(run))
        run.refresh_from_db()
        if (run.state, run.created) != (ImportRun.State.WRITTEN, rows):
            sys.exit(f"not all rows were written: {run.state} {run.created}")
        bad, _ = received(other)
        say("check, a tenth faulty", watched(bad))
        bad.refresh_from_db()
        if bad.faults.count() != rows // 10:
            sys.exit(f"not all faults were found: {bad.faults.count()}")


if __name__ == "__main__":
    main()
