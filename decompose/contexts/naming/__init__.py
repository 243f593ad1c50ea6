"""From what modules say to a name and the ubiquitous language of each context."""
