"""The public directory at 100 000 unions: the search in the database, and its page against a view that only does SELECT 1.

    python -m bench.directory [--unions 100000] [--seconds 10]

In the database: one statement, median and the 95th of a hundred, for each kind of words people type; at most 10 ms.
The page: requests a second of gunicorn with two workers, eight visitors, each request other words; at least a fifth of
SELECT 1 behind the same middlewares. Rounds take turns, so that the machine's other work falls on both.
"""

import argparse
import os
import random
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from urllib.parse import quote

from pypinyin import lazy_pinyin

from bench import county
from bench.scratch import database

VISITORS, ROUNDS, OF_A_KIND = 8, 3, 100
DAY = date(2014, 6, 1)
KINDS: dict[str, Callable[[str], str]] = {
    "two characters of the name": lambda name: name[2:4],
    "four characters": lambda name: name[2:6],
    "the whole name": lambda name: name,
    "the number in it": lambda name: name[6:-4],
    "pinyin": lambda name: "".join(lazy_pinyin(name[2:6])),
    "pinyin, unfinished": lambda name: "".join(lazy_pinyin(name[2:6]))[:-2],
    "initials": lambda name: "".join(spelt[0] for spelt in lazy_pinyin(name[2:6])),
    "an employer": lambda name: f"单位{name[6:-4]}",
    "in every name": lambda name: random.choice(["工会", "公司", "云岭", "gonghui", "gsgh"]),  # noqa: S311
    "nothing found": lambda name: random.choice(["没有这家", "meiyouzhejia", "钢铁", "mytz"]),  # noqa: S311
}


def names(unions: int, count: int) -> list[str]:
    words, some = county.WORDS, random.sample(range(unions), count)
    return [f"云岭{words[n % 16]}{words[n // 16 % 16]}{n}公司工会" for n in some]


def in_the_database(unions: int) -> dict[str, tuple[float, float, float]]:
    """(median, 95th percentile, median of the server's own processor time) in milliseconds for each kind of words."""
    from django.db import connection  # noqa: PLC0415

    from unions.directory import search  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    found = {}
    for kind, words in KINDS.items():
        took, busy = [], []
        for name in names(unions, OF_A_KIND):
            started, before = time.perf_counter(), busy(pid)
            search(words(name), on=DAY)
            took.append((time.perf_counter() - started) * 1000)
            busy.append(busy(pid) - before)
        found[kind] = statistics.median(took), statistics.quantiles(took, n=20)[18], statistics.median(busy)
    return found


@contextmanager
def workers(address: str) -> Iterator[int]:
    """Two gunicorn workers with bench/directory_server.py on a free port of this machine."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "bench.directory_server",
        "--workers",
        "2",
        "--bind",
        f"127.0.0.1:{port}",
    ]
    more = {
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DIRECTORY_PAGES_A_MINUTE": "100000000",
    }
    process = subprocess.Popen([*command, "--log-level", "error", "--no-control-socket"], env=os.environ | more)
    try:
        for _ in range(200):
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait()


def rate(port: int, paths: list[str], seconds: float) -> float:
    """Requests a second of eight visitors one after the other. Anything but 200 ends the bench."""
    done, ends = [0] * VISITORS, time.perf_counter() + seconds

    def visit(number: int) -> None:
        turn = random.Random(number)  # noqa: S311
        while time.perf_counter() < ends:
            request = f"GET {turn.choice(paths)} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()
            with closing(socket.create_connection(("127.0.0.1", port))) as line:
                line.sendall(request)
                head = line.recv(65536)
                if not head.startswith(b"HTTP/1.1 200"):
                    print(head[:300])
                    os._exit(1)
                while line.recv(65536):
                    pass
            done[number] += 1

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(VISITORS)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.perf_counter() - started)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--unions", type=int, default=100_000)
    options.add_argument("--seconds", type=float, default=10)
    chosen = options.parse_args()
    random.seed(1)
    os.environ.setdefault("SECRET_KEY", "only-for-the-bench")
    os.environ.setdefault("FIELD_KEYS", "t1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
    with database("directory") as address:
        from django.db import connection  # noqa: PLC0415

        from unions.models import Organisation  # noqa: PLC0415

        with connection.cursor() as cursor:
            county.make(cursor, chosen.unions)
        took = in_the_database(chosen.unions)
        print(f"{chosen.unions} unions, one statement: median, 95 of 100, server's processor     (at most 10 ms)")
        for kind, (middle, late, busy) in took.items():
            print(f"  {kind:28} {middle:6.1f} {late:6.1f} {busy:6.1f} ms", flush=True)
        tokens = Organisation.objects.everywhere("bench").order_by("pk").values_list("token", flat=True)[26:526]
        some = names(chosen.unions, 500)
        pages = {
            "SELECT 1, no middleware": ["/bench/bare"],
            "SELECT 1": ["/bench/select"],
            "search": [f"/?q={quote(words)}" for name in some for words in (name[2:6], name[:8], name[2:])],
            "search by pinyin": [f"/?q={''.join(lazy_pinyin(name[2:6]))}" for name in some],
            "suggestions": [f"/suggest/?q={quote(name[2:6])}" for name in some],
            "a union's page": [f"/u/{token}/" for token in tokens],
        }
        rates: dict[str, list[float]] = {name: [] for name in pages}
        with workers(address) as port:
            for paths in pages.values():
                rate(port, paths[:20], 1)
            for _ in range(ROUNDS):
                for name, paths in pages.items():
                    rates[name].append(rate(port, paths, chosen.seconds / ROUNDS))
    baseline = statistics.median(rates["SELECT 1"])
    print(f"requests a second, two workers, {VISITORS} visitors     (at least 0.2 of SELECT 1)")
    for name, values in rates.items():
        print(f"  {name:28} {statistics.median(values):6.0f}   {statistics.median(values) / baseline:5.2f}")


if __name__ == "__main__":
    main()
