"""What notices say, whether they may be believed, what they settle, and which two tell of one payment."""
