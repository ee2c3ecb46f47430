"""The implementations of the commands, one module each."""
