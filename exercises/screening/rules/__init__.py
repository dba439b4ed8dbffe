"""Rules of the inflation screen, one module per kind of scheme."""
