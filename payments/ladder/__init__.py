"""The ladder to being paid without cash: the one next step, what the telephone can do, and the witnessed try."""
