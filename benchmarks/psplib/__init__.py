"""Project scheduling as a training year: files of the PSPLIB library read as problems of the planner."""
