"""Training: courses, the days they are held, who signed up and who really came."""
