"""`python -m decompose` is the command `decompose`."""

from decompose.cli import main

main()
