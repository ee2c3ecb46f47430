"""What the system says of sleep and of the network: one file each."""
