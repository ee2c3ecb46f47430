"""What everything shown is made of: colours, glyphs, labels and layout."""
