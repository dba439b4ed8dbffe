"""Tests of what the comparisons read and convert."""
