"""What the law gives every owner: to see who looked, to take back a consent, to ask for a correction or deletion."""
