"""The linter: rules as files, an engine that asks them, and what silences them.

Not `lint`, which is the public function of the package: see docs/adr/0001-linting-not-lint.md.
"""
