"""What officials see, in depth: definitions, counting, periods and reports."""
