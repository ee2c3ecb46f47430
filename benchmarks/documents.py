"""Figures in a document: they stand between two marks, and the text around them is by hand."""

from pathlib import Path

BEGIN, END = "<!-- figures -->\n\n", "\n<!-- end of the figures -->"


def put_figures(document: Path, text: str) -> None:
    """Put the figures in the place of those before; raises ValueError where there is no place."""
    before, begin, rest = document.read_text("utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{document} has no place for the figures")
    document.write_text(f"{before}{begin}{text}{end}{after}", "utf-8")
