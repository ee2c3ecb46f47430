"""The output of the commands: JSON, plain lines, and a live view on a terminal."""
