"""From the bytes of one file to its facts, its contracts and its outline: no other file is known here."""
