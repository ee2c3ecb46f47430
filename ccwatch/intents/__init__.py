"""What the user wants, carried out: from a signal to the watcher, the account, the dispatcher."""
