"""What holds one commune up: where filling in stops, why files come back, and which signs nobody has looked at."""
