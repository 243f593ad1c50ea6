"""Tests of decompose; a name is a claim."""
