"""Partners: a family asks one bank or telecom to ring, the bank comes to the hamlet on a day with so many places."""
