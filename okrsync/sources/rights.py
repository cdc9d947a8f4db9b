"""Who may open a file: given on to the file that takes its place, so that nobody is shut out of their own sheet."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from okrsync.errors import WriteRefusedError

if sys.platform != "win32":
    import grp
    import pwd

if TYPE_CHECKING:
    from pathlib import Path

_ACCESS_LIST = "system.posix_acl_access"
_KEPT = frozenset({_ACCESS_LIST, "system.nfs4_acl", "security.selinux"})
"""Attributes that say who may do what. Those that the system keeps for itself (`trusted.`, sums) are not copied."""


def pass_on(former: Path, new: Path, file: Path) -> None:
    """Give `new` the owner, group, permissions, access list and other attributes of `former`.

    Raises WriteRefusedError about `file` where somebody who may open `former` could not open `new`.
    """
    status = former.stat()
    if sys.platform != "win32":
        # Only root gives files away; but whoever is in a group may give their own to it.
        for owner in (status.st_uid, -1):
            with suppress(OSError):
                os.chown(new, owner, status.st_gid)
                break
    if sys.platform == "linux":
        _pass_on_attributes(former, new)
    new.chmod(stat.S_IMODE(status.st_mode))
    if sys.platform != "win32" and _shuts_out(status, new.stat()):
        raise WriteRefusedError("sources.shut-out", file=file, owner=_owner(status))


def _pass_on_attributes(former: Path, new: Path) -> None:
    if sys.platform == "linux":
        with suppress(OSError):  # a disk that has none
            names = os.listxattr(former)
            if _ACCESS_LIST not in names and _ACCESS_LIST in os.listxattr(new):
                os.removexattr(new, _ACCESS_LIST)  # the folder's, which new files get
            for name in names:
                if name in _KEPT or name.startswith("user."):
                    with suppress(OSError):
                        os.setxattr(new, name, os.getxattr(former, name))


def _shuts_out(before: os.stat_result, after: os.stat_result) -> bool:
    """Tell whether the owner or the group of a file may do less once it belongs to somebody else."""
    owner, group, others = ((before.st_mode >> shift) & 7 for shift in (6, 3, 0))
    if after.st_gid != before.st_gid and group & ~others:
        return True
    if after.st_uid == before.st_uid:
        return False
    left = group if _is_in_group(before.st_uid, after.st_gid) else others
    return bool(owner & ~left)


def _is_in_group(user: int, group: int) -> bool:
    if sys.platform == "win32":
        return False
    try:
        entry = pwd.getpwuid(user)
        return group in os.getgrouplist(entry.pw_name, entry.pw_gid)
    except (KeyError, OSError):
        return False


def _owner(status: os.stat_result) -> str:
    """Return owner and group as `ls` shows them: "anna:sales"."""
    names = [str(status.st_uid), str(status.st_gid)]
    if sys.platform != "win32":
        with suppress(KeyError):
            names[0] = pwd.getpwuid(status.st_uid).pw_name
        with suppress(KeyError):
            names[1] = grp.getgrgid(status.st_gid).gr_name
    return ":".join(names)
