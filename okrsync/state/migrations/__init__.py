"""The tables of the state, one step after another; Alembic applies them."""
