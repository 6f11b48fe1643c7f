"""Lists that people bring as spreadsheets: opened safely, their headers understood, given back with what to mend."""
