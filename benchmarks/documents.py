"""Inserts figures into a document between two markers; the text around them stays."""

from pathlib import Path

BEGIN, END = "<!-- figures -->\n\n", "\n<!-- end of the figures -->"


def put_figures(document: Path, text: str) -> None:
    """Replace the figures in the document; raises ValueError without the markers."""
    before, begin, rest = document.read_text("utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{document} has no place for the figures")
    document.write_text(f"{before}{begin}{text}{end}{after}", "utf-8")
