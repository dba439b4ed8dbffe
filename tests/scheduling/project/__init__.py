"""Earliest finish as a project."""
