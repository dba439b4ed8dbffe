"""Readiness over the training year: the facts a rating is made from, and what is computed from them."""
