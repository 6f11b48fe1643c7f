"""Tests of skills and certificates."""
