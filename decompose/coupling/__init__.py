"""From evidence to a weighted graph of modules, each edge explainable from what it was made of."""
