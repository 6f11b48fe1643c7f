"""Bringing a list: a commune's spreadsheet of producers becomes drafts, after a trial run that says what will be."""
