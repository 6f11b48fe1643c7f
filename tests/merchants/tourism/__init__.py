"""The tests of this slice."""
