"""Foreign cards, where they are possible: told first whether they are, then taken at the seller's own account."""
