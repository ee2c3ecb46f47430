"""Communication between the running program, a second start and the commands."""
