"""Readiness and the registers: facts read, confirmed, overridden, traced back, and ratings kept."""
