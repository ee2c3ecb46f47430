"""The list of jobs and its rows."""
