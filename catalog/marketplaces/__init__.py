"""What each marketplace is handed: a feed, a filled file, markup. Plain data in, text or bytes out."""
