"""The stages in their order, from a folder and settings to a `Decomposition`: the only room that reads settings."""
