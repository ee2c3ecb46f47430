"""The job list and its rows."""
