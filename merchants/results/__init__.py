"""Papers the commune issues: prepared, signed by an official, numbered and sealed by the agency, checked by anybody."""
