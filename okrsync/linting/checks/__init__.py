"""Kinds of check, one small module each; a rule file names the one that it uses."""
