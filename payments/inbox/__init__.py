"""One inbox for what is known of money that moved: every channel's notice, kept once, matched once, counted once."""
