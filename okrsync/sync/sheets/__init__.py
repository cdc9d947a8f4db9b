"""Sheets as stores: their rows are records, told apart by what they say, and only the very cell is ever written."""
