"""Tests of the texts that people send."""
