"""Printed signs in every size, and the monthly look at what a code on the counter really says."""
