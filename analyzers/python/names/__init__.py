"""From the facts of all files to the resolved program: what a name means, of which kind a value is, what a call runs."""
