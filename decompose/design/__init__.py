"""From contexts to decisions: who depends on whom, who owns which table, what a boundary would break."""
