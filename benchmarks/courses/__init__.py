"""The courses of real commands, and what records them."""
