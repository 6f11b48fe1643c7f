"""The kernel: everything the slices stand on and nothing they know."""
