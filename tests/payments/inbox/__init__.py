"""Tests of the inbox, the journal and refunds."""
