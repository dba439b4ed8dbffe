"""The four areas of a rating, and what caps it: people, equipment, training, data age."""
