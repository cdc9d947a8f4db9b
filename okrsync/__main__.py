"""`python -m okrsync` is the command `okrsync`."""

from okrsync.cli.entry import main

main()
