"""The result room: saved, loaded, described by a schema, explained."""
