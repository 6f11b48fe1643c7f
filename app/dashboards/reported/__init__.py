"""Figures that others report each month, commune by commune: brought as a sheet, looked at twice, never measured."""
