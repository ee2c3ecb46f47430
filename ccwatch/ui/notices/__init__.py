"""The history of notifications."""
