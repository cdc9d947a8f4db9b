"""Keeps two sources in step: what changed on one side goes to the other, and no edit of anybody is lost."""
