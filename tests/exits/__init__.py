"""The proof that no text from outside changes anything but what is read."""
