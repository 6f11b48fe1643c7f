"""Official numbers of a business: sealed, masked, found again by a keyed hash, opened only with a reason."""
