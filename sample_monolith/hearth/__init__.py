"""Hearthside Kitchen & Table: the back end behind hearthside.example."""

__version__ = "2025.9"
