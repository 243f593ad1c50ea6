"""The one value that reports, checks and exporters see, its schema, and the room that reads and writes it."""
