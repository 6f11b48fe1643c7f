"""Workbooks: reading a list, the template, and the list that goes back with what is wrong in it."""
