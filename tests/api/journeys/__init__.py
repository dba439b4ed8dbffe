"""
Journeys: the operations of one noun, run in the order of an office's work, one module per noun.

Each module names the operations it runs in `RUNS` and asserts that it ran just these;
`tests/api/test_operations.py` asserts that the modules together run every operation there is.
"""
