"""Shows notices as notifications; each notification system has a file of its own."""
