"""What okrsync remembers between runs: a small database, SQLite by default, PostgreSQL where one is named."""
