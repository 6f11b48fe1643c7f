"""Tests of lists that officials bring."""
