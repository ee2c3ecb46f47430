"""Services of the operating system, each as a protocol and one file per system."""
