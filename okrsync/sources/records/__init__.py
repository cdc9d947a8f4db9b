"""Text tables: taken apart into records, and put together again so that every byte stays that nobody meant."""
