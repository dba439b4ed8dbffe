"""The terms of the objective: each with its unit, its sentence, its definition and its rows in the model."""
