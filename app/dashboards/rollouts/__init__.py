"""In which order the hamlets of a commune are taught: drawn in public, so that sooner may be compared with later."""
