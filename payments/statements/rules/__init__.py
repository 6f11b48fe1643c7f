"""Reading what banks write: amounts, days, columns, and the two formats banks agree on."""
