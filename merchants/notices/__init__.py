"""Reaching people: what they want to be told and how, whom the team rings, and the slips somebody brings."""
