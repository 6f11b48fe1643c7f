"""Where a telephone has no signal: households say so, telecoms answer for each place."""
