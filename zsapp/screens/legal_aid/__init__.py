"""Legal aid in the window (法律援助页): the list of applications, the interview, the opinion beside it."""
