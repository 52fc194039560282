"""The three doors: a scoped table gives and takes no rows until its query has passed one.

`visible_to(user)` is the one filter by own part of the tree (roles.md); `everywhere(reason)` is the only way
round it; `lock(row)` re-reads the row an operation was handed. Everything fails closed.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from accounts import wall
from accounts.duties import Duty
from accounts.refused import Gone

if TYPE_CHECKING:
    from accounts.models import User


class NoDoorPassed(RuntimeError):
    """A scoped table was read or written without saying whose eyes it is for: our own fault, never the user's."""


class ScopedQuerySet(models.QuerySet[Any]):
    """Subclasses name the path(s) to the tree and the duty that opens the table."""

    path_lookups: tuple[str, ...] = ("path",)
    see: Duty = Duty.SEE_ORGANISATIONS
    _door: str = ""

    def visible_to(self, user: "User") -> Self:
        """Rows of the user's own part, for the appointments whose role may see this table; none otherwise."""
        paths = user.paths_with(self.see) if user.is_authenticated else []
        if not paths:
            return self._opened("visible_to").none()
        within = Q()
        for path in paths:
            for lookup in self.path_lookups:
                within |= Q(**{f"{lookup}__startswith": path})
        return self._opened("visible_to").filter(within)

    def everywhere(self, reason: str) -> Self:
        """All rows, for a reason that reviewers read; never for a page's list."""
        if not reason.strip():
            raise NoDoorPassed("everywhere() needs its reason.")
        return self._opened(f"everywhere: {reason}")

    def lock(self, row: models.Model) -> Any:
        """The row an operation was handed, re-read FOR UPDATE. Raises Gone when somebody removed it meanwhile."""
        found = self._opened("lock").select_for_update(of=("self",)).filter(pk=row.pk).first()
        if found is None:
            raise Gone("这条记录刚刚被别人撤销或删除，这次没有写入。请返回列表，刷新后再看。")
        return found

    def _opened(self, door: str) -> Self:
        clone: Self = self._chain()  # type: ignore[attr-defined]
        clone._door = door
        return clone

    def _demand_door(self) -> None:
        if not self._door:
            raise NoDoorPassed(f"{self.model.__name__}: say visible_to(user), everywhere(reason) or lock(row) first.")

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone._door = self._door
        return clone

    def _fetch_all(self) -> None:
        # An empty result reveals nothing, and Django fetches from none() in places of its own.
        if self._result_cache is None and not self.query.is_empty():
            self._demand_door()
        super()._fetch_all()

    def iterator(self, chunk_size: int | None = None) -> Iterator[Any]:
        self._demand_door()
        return super().iterator(chunk_size)

    def count(self) -> int:
        self._demand_door()
        return super().count()

    def exists(self) -> bool:
        self._demand_door()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._demand_door()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._demand_door()
        return super().update(**kwargs)

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        self._demand_door()
        return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class PersonalQuerySet(ScopedQuerySet):
    """A scoped table of personal data: behind the doors stands the database's own wall (accounts/wall.py).

    `everywhere` opens the wall as well, for its own rows only. What an operation writes outside its user's part it
    writes inside `wall.whole(reason)`.
    """

    def _wall(self) -> AbstractContextManager[None]:
        return wall.whole(self._door) if self._door.startswith("everywhere") else nullcontext()

    def _fetch_all(self) -> None:
        with self._wall():
            super()._fetch_all()

    def iterator(self, chunk_size: int | None = None) -> Iterator[Any]:
        self._demand_door()
        return self._walled(chunk_size)

    def _walled(self, chunk_size: int | None) -> Iterator[Any]:
        rows = super().iterator(chunk_size)
        while True:
            with self._wall():  # not around a yield: the reader's own statements are none of these
                row = next(rows, None)
            if row is None:
                return
            yield row

    def count(self) -> int:
        with self._wall():
            return super().count()

    def exists(self) -> bool:
        with self._wall():
            return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        with self._wall():
            return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        with self._wall():
            return super().update(**kwargs)

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        with self._wall():
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]
