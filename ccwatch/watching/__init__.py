"""Who is asked when: the scheduler, one query of one job, and what may hold it back."""
