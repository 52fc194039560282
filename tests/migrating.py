"""Migrations driven by tests. Whatever such a test leaves behind, the next one finds every table and guard again."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

Node = tuple[str, str | None]


def migrate(*targets: Node) -> None:
    MigrationExecutor(connection).migrate(list(targets))


@pytest.fixture
def latest(transactional_db: None) -> Iterator[list[Node]]:
    """The newest migration of every app; back there when the test is over, however it ended."""
    nodes = MigrationExecutor(connection).loader.graph.leaf_nodes()
    yield nodes
    migrate(*nodes)
