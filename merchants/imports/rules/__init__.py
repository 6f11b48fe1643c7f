"""How a list is read: its headers, its cells, its lines, and which lines are the same household. Pure arithmetic."""
