"""Dialogs, and the page shown on first start."""
