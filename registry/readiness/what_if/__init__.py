"""What if: facts under edits that nobody saves, and the smallest actions that lift a rating."""
