"""What was found, for people and programs: one module a format."""
