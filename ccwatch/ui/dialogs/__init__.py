"""Dialogs and the page of the first start."""
