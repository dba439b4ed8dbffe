"""Coverage by sirens against every pair of cell and siren; siting against greed."""
