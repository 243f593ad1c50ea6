"""From the work of people to teams, who knows what, and where they meet."""
