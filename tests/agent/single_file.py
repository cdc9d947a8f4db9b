"""Runs okrsync on the one file of a folder that has no config; the state would go to DATA.

python single_file.py FOLDER DATA
"""

from __future__ import annotations

import os
import sys

from okrsync.cli.entry import okrsync

os.chdir(sys.argv[1])
os.environ["XDG_DATA_HOME"] = sys.argv[2]
try:
    okrsync.main(["run", "okrs.csv"])
finally:
    # Nor does it pay for loading a database.
    assert "sqlalchemy" not in sys.modules
