"""What anybody may read: home, help, privacy, warnings, and what a commune has to show."""
