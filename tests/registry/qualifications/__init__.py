"""Tests of qualifications: what grants are worth, what is stored, what lapses soon."""
