"""Counting indicators from the facts of all slices, for one period at a time and as definitions say."""
