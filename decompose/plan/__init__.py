"""From decisions to a ranked strangler-fig plan."""
