"""Starting at sign-in."""
