"""The four names a buyer may meet: identity card, bank account, business paper, sign over the shop."""
