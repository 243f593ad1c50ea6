"""What analyzers say of a system: units, pieces of evidence that couple them, and problems."""
