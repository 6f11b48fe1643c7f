"""The site: kernel below, factory above; this file stays empty so that neither imports the other."""
