"""
Problems too large for one search: a province, a nation.

`division` finds the regions of a problem that hardly touch each other, `carve` makes a problem of its own of
one of them with everything outside held in place, `task` improves it somewhere else, `executor` says where
(in line, processes, a cluster), and `campaign` keeps the best plan and hands out the work.
"""
