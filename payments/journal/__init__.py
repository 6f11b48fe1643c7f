"""The journal: every movement of money as one entry from one account to another, only ever added."""
