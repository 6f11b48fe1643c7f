"""Writes what devices send: each item once, through the services that write the same with a network."""

from merchants.fieldwork.writing.deciding import decide
from merchants.fieldwork.writing.receiving import NotYoursError, receive, release

__all__ = ["NotYoursError", "decide", "receive", "release"]
