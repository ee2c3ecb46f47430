"""The files: their paths, the journal of events, and the settings."""
