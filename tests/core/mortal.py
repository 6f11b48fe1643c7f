"""A worker that dies before it commits rows new to a table for the n-th time, counted from nought.

Run as a program with the table and the number; the rest it is told as any worker is.
"""

import sys

from app.cli import main
from tests.deaths import die_before_commit

if __name__ == "__main__":
    table, number = sys.argv[1:]
    die_before_commit(int(number), table)
    main(["worker"])
