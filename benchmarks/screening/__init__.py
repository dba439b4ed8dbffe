"""How well the inflation screen tells schemes from honest records."""
