"""One number over time and by commune, beside its target and the programme's figures of 2022."""
