"""Raw rows: how far somebody sees, what each half of a pair counts, and the count of a place."""
