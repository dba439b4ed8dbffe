"""
How a plan is found: built in several orders, priced, shifted, and improved neighborhood by neighborhood.

`course` is the way a search takes; `incumbent` is the best verified plan on it.
"""
