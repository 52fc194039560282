"""Files that relief reads and writes; importing the package makes its register known, after those it leans on."""

from hardship.registers import dossiers  # noqa: F401
