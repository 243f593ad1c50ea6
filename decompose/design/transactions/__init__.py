"""From transactions to those that boundaries split, and the saga that each would become."""
