"""What people still ask by the names of before July 2025: the former district and its communes, partly estimated."""
