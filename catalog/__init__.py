"""What they sell: products, photographs, readiness and export to marketplaces."""
