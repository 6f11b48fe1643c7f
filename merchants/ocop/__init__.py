"""OCOP: certificates with their ends, the self-assessment, and a dossier's way through commune and province."""
