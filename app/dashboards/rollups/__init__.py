"""Rollups: what is counted of each place is kept beside the facts, so that no page counts them again."""
