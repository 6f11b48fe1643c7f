"""Texts that people send: the site does what is plain in them, and a person reads the rest."""
