"""Notices on the screen: an ordered choice of systems, one file each."""
