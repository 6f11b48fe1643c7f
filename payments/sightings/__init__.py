"""Signs of use that no bank tells: the owner's word for a week, what a helper saw; days and bands, never amounts."""
