"""Did it work: whoever came to a class for the first time in a month, and who was paid without cash afterwards."""
