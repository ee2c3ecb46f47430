"""The files: where they lie, the journal of what happened, the settings."""
