"""Notion: databases read as tables, score and remarks written as properties of each page."""
