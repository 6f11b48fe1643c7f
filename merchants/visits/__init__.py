"""Visits: 7, 30 and 90 days after a class somebody comes to see, and the household says whether they did."""
