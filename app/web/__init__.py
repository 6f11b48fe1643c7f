"""What every page shares: forms, session, errors, navigation, headers."""
