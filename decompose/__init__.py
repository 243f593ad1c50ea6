"""decompose: where the seams of a Python monolith are, what each cut would cost, and what to extract first."""

__version__ = "0.1.0"
