"""What a tourism business is asked, where it may lie, and which prices are worth a second look."""
