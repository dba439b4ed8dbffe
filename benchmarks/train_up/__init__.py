"""The time to be ready by solver, against one thing after the other."""
