"""Everything on the screen: shows state and reports what the user wants, but decides nothing."""
