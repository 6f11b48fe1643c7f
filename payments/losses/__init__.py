"""Money lost to a trick: what the owner tells, whom to ring, a statement to carry, and a visit."""
