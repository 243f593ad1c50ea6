"""From a partition to its quality in numbers, each beside what trivial partitions get."""
