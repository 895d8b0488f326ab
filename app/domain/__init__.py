"""Plain Python, standard library only: what the bureau would recognise as its own rules."""
