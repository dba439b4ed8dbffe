"""Tests of mobilization centers."""
