"""Percentages as they are shown."""


def shown_percentage(percentage: float) -> float:
    """Return a percentage as it is shown anywhere: from 0 to 100.

    What the service said stays in the journal, the diagnostics, the CSV file and the JSON.
    """
    return min(max(0.0, percentage), 100.0)
