"""The window around the list and the details."""
