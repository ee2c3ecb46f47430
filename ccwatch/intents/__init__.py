"""Carries out the user's intents: from signals to the watcher, the account, the dispatcher."""
