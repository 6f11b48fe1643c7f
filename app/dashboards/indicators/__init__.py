"""The dictionary of indicators: what each number counts, since when, and how two people change that."""
