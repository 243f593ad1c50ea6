"""Catalogue code that left services/: feeds so far."""
