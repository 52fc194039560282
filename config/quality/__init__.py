"""Data quality: what in the registers contradicts itself or is missing, with the list and the place to mend it."""
