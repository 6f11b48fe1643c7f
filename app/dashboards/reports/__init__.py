"""The report on the 20th: one composition of a frozen period for the screen, the printer, Word, Excel and CSV."""
