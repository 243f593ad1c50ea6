"""From the paths of a tree to its modules, their source roots, and what each file is for."""
