"""From what crosses between contexts to the context map: who depends on whom, in which pattern, and how they should talk."""
