"""Tests of the yearly reorganization."""
