"""
What a user would take instead, each in a process of its own and in an environment of its own.

The scripts here know nothing of this project: they read plain JSON on standard input, use one package, and
write plain JSON on standard output. `make peers` installs the packages (`benchmarks/requirements.txt`)
into `.venv-bench`; they are no dependencies of the project and never run in the tests.
"""
