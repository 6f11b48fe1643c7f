"""Sheets as files: the template that goes out, and what comes back read line by line."""
