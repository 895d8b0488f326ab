"""A second opinion on the score, written from its description and knowing nothing of the program."""
