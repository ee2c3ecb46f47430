"""Percentages for display."""


def shown_percentage(percentage: float) -> float:
    """Return a percentage for display, limited to 0 to 100.

    The journal, the diagnostics, the CSV file and the JSON have the service's own value.
    """
    return min(max(0.0, percentage), 100.0)
