"""The commune's desk: who looks at what, second persons, batches, twins and the register."""
