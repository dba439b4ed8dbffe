"""The time to be ready: from what teams lack and what surrounds them to the solver, and back in words."""
