"""Reads of the desk: the queue, twins, who holds what, the register, and how long things take."""
