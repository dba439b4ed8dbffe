"""Tests of the JSON form: documents, faults, schemas, and the command line."""
