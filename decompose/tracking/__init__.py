"""Boundaries accepted once, frozen in a committed file, and checked ever after."""
