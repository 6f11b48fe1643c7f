"""What officials see: pairs of registered and in use, where help is needed, and the list behind every number."""
