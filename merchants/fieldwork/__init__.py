"""Work written down where there is no network: what a device takes along, what it sends, and what is still missing."""
