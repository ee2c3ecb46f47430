"""The details pane of one job."""
