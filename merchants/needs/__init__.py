"""Which papers a business needs: five questions and a list of one's own, without an account."""
