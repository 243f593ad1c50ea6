"""From the coupling graph to a partition, and from its blocks to named bounded contexts with their confidence."""
