"""The distribution: what is in it, what it drags in, and that it works away from the checkout."""
