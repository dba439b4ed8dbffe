"""Files handed out to people who trust nobody: each runs by itself on the standard library alone."""
