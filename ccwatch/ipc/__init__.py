"""How a second start and the commands speak to the running program."""
