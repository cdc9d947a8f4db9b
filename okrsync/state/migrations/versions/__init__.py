"""One file a migration: `<number>_<what it does>.py`."""
