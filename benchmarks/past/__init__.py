"""What asking about the past costs, against replaying the ledger for each question."""
