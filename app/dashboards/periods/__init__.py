"""Frozen periods: figures that move no more, what looked odd in them, why they changed, how they were restated."""
