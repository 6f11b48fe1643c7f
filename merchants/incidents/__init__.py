"""Incidents with people's data: found, contained, reported within 72 hours, told to whom they concern, closed."""
