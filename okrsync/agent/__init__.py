"""Runs unattended: when one is due, one at a time, stopped in good order, and heard of when something is wrong."""
