"""Other people's programs as judges of what we hand over; `make test` installs them, apart from everything else."""
