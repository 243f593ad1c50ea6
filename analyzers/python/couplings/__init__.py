"""From a resolved program to who uses whom, by name or without: calls, imports, signals, events, settings, plug-ins."""
