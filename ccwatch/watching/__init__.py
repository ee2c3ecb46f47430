"""Watching the jobs: the scheduler, one job's turn, and the gate for all requests."""
