"""Teams: who was named to help in which commune and hamlet, whether they worked, and what they lent out."""
