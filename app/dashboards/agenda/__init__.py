"""What one commune has before it: the classes of this month, and the visits that are due."""
