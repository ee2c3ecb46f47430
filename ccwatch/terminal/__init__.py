"""What the commands print: JSON, plain lines, and a live view on a terminal."""
