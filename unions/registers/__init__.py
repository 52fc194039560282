"""This app's registers, declared; importing the package makes them known, in the order a county loads them."""

from unions.registers import organisations, employers, officers, displays, honours  # noqa: F401, I001 (loading order)
