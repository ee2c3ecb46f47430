"""The desktop program: the tray at once, then everything else, wired together."""
