"""How a list of products is read and written: its columns, its cells, and which rows are one product. Pure."""
