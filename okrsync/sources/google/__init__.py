"""The parts of the Google Sheets source: signing in, calling, reading, finding what is ours, writing it."""
