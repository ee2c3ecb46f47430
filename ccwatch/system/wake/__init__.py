"""The signal that the computer has woken from sleep."""
