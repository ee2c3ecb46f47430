"""Progress on the taskbar button, the Dock icon or the launcher."""
