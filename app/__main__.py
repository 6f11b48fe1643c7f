"""`python -m app` is the `lensan` command."""

from app.cli import main

main()
