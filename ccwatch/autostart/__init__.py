"""Starting when the user signs in to the computer: one file for each system's way."""
