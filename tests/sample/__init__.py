"""The sample monolith: its history as a story, and the claims its answer makes."""
