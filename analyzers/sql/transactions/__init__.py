"""From the code of a program to its transactions: where each begins and ends, and what is written in it."""
