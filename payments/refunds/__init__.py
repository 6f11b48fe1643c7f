"""Money owed back to a buyer, as three facts: it is owed, it was sent, the buyer has it."""
