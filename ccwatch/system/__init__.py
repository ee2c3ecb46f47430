"""What the operating system offers, each by a protocol and a file per system."""
