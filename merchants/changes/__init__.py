"""What changes once a business is confirmed: an answer that has to be corrected, a season's rest, another owner."""
