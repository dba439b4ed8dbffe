"""
Wiring: settings, database, durable plan runs, the ASGI application and the command line.

Only this package reads the clock, the environment and chance; nobody imports it. Reading order:
`settings`, `clock`, `database`, `solver` and `jobs`, `asgi`, `cli` and `commands`.
"""

__version__ = "0.1.0"
