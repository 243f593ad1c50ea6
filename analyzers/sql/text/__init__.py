"""From SQL text to what each of its statements does to tables; no code and no schema is known here."""
