"""From the coupling graph to a partition of its units, with finer and coarser levels beside it."""
