"""From a result and a name to why, as sentences and rows."""
