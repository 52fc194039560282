"""Whether what was typed about relief is well formed; nothing here saves."""
