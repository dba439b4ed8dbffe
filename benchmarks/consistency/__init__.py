"""What the consistency rules cost set-wide, against judging record after record."""
