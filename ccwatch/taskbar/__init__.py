"""Progress where the system shows a program's button: one file for each system."""
