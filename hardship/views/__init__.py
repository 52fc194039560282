"""Pages of relief: those for everybody, and the chairs' (portal)."""
