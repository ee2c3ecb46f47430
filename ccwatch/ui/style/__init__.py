"""Building blocks of the interface: colours, glyphs, labels and layout."""
