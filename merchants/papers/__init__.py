"""Papers of a business: kept as pictures or PDFs with their dates, and identity papers that are only seen."""
