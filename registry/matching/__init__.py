"""Records that may stand for the same thing: found, decided by a person, counted once."""
