"""Helping: somebody fills in for an owner, a relative works for one, and paper goes where screens do not."""
