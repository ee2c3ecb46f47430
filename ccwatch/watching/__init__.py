"""Watching the jobs: the scheduler, the turn of one job, and the gate for all requests."""
