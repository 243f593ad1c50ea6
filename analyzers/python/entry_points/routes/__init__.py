"""From a resolved program to its routes, whichever framework or description declares them."""
