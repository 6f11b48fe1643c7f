"""Tests of incidents with data."""
