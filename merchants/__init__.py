"""Who takes part: registration dossiers of households, cooperatives and tourism businesses."""
