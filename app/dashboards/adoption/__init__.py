"""How far businesses of a commune have come, how well that is known, and who is left out."""
