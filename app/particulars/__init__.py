"""Everything the site keeps about an owner: shown whole, carried off, and erased in one transaction."""
