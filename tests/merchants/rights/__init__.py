"""Tests of rights: consent, looks, requests, strange looks."""
