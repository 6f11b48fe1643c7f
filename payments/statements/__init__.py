"""Statements of banks, as owners carry them off: read by their headers, proved by their balances, counted once."""
