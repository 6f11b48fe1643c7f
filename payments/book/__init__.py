"""The owner's book: what was sold, the year before the thresholds of the law, and a file for the tax book."""
