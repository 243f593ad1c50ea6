"""The rooms that touch disk and git: from a path to a `Repository`, and a cache for what was learned of each file."""
