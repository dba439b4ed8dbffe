"""Measured comparisons; run as modules, not by the tests."""
