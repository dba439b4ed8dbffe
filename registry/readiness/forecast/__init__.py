"""The rating of days to come, and what moves it: computed on the days on which something can change."""
