"""This app's registers, declared; importing the package makes them known, after those they lean on."""

from members.registers import members, transfers  # noqa: F401, I001 (loading order)
