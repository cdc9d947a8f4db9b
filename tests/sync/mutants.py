"""Puts one small fault at a time into a copy of the merging and writing code, and looks whether a test notices.

`make mutants` prints what became of each; it fails where one survives, or where the code that it changes has moved on.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
TESTS = (
    "merge", "sync_matching", "sync_changes", "sync_meanwhile", "sync_together", "sync_creating", "sync_deleting", "sync_runs", "guards",
    "undo", "ledgers",
)  # fmt: skip
"""The tests of one thing at a time; each fault has to be noticed by one of these, not by luck among many schedules."""


class Mutant(NamedTuple):
    """One fault."""

    name: str
    file: str
    old: str
    new: str


MUTANTS = (
    # The three that no random schedule notices.
    Mutant(
        "the link is saved after the create",
        "creating",
        "        self._ledger.commit([link, pending, *bases, *entries, *step.ended], known)\n"
        "        made = store.create(Draft(step.source.kind, sent), pending.marker)\n",
        "        made = store.create(Draft(step.source.kind, sent), pending.marker)\n"
        "        self._ledger.commit([link, pending, *bases, *entries, *step.ended], known)\n",
    ),
    Mutant(
        "what was written is remembered, not what was read back",
        "pushing",
        "base_of(link, push.field, side, answer[push.field], push.source)",
        "base_of(link, push.field, side, push.new, push.source)",
    ),
    Mutant("a record is created though its key stands twice here", "planner", "if len(here[key]) > 1:", "if False:"),
    # Merging.
    Mutant("both changed: side A is written over side B", "merge", "    return _CONFLICT\n\n\n", "    return Decision(Verdict.TO_B)\n\n\n"),
    Mutant("a first difference is written over", "merge", "        return Decision(Verdict.TO_B)\n    return _CONFLICT", "        return Decision(Verdict.TO_B)\n    return Decision(Verdict.TO_B)"),
    Mutant("the direction of a field is ignored", "merge", "return writable and self.rule.direction.goes_to(side)", "return writable"),
    Mutant("a cell that may not be written is written", "merge", "return writable and self.rule.direction.goes_to(side)", "return self.rule.direction.goes_to(side)"),
    Mutant("what a person took is ignored", "merge", "if field.choice and field.may_write", "if not field.choice and field.may_write"),
    Mutant("an agreement is not noted", "pairing", "            if base != now:\n", "            if False:\n"),
    Mutant("what a conflict was about is not noted", "pairing", "            notes.bases.append(now)\n            found", "            found"),
    Mutant("every conflict is a new one", "pairing", "found = conflict or Conflict(", "found = Conflict("),
    Mutant("what gives way is not kept", "pairing", "elif decision.overrules:", "elif False:"),
    Mutant("a row that took another's place is trusted", "pairing", "for side in joined):", "for side in ()):"),
    # Matching.
    Mutant("a key that stands twice over there is good enough", "planner", "if len(others) > 1:", "if False:"),
    Mutant("a title counts without its objective", "pictures", 'if name == "title" and record.kind == "key_result":', "if False:"),
    Mutant("a marker is trusted though the record belongs to another link", "pictures", "if record.marker == pending.marker and record_id not in self.owner[side]", "if record.marker == pending.marker"),
    Mutant("any record with the marker is taken for ours", "pictures", "key=lambda record: (self._differences(link, side, record), record.id)", "key=lambda record: record.id"),
    # Writing.
    Mutant("a record is not read again before it is written", "pushing", "if standing[push.field] == push.expected and push.field not in standing.locked", "if push.field not in standing.locked"),
    Mutant("a formula typed in meanwhile is written over", "pushing", "if standing[push.field] == push.expected and push.field not in standing.locked", "if standing[push.field] == push.expected"),
    Mutant("what gives way is kept only afterwards", "pushing", "            noted += (kept._replace(settled=None) if kept.id in was_open else kept for kept in each.kept)\n", ""),
    Mutant("a conflict ends before the write does", "pushing", "kept._replace(settled=None) if kept.id in was_open else kept for kept in each.kept", "kept for kept in each.kept"),
    Mutant("a store's reading back is always believed", "pushing", "return fields.capabilities[side].answers_writes or (", "return True or ("),
    Mutant("the journal is written only afterwards", "pushing", "            noted += each.entries\n", ""),
    Mutant("what failed for one record counts for none", "pushing", "elif isinstance(answer, RecordError):", "elif False:"),
    Mutant("one refusal ends the whole step", "pushing", "            self._write_singly(store, writing)\n", "            raise\n"),
    Mutant("a store that refuses everything is asked for ever", "pushing", "if refused >= MOST_FAILURES:", "if False:"),
    Mutant("a store that is down is asked for ever", "mirror", "            self._failures += 1\n", "            pass\n"),
    Mutant("many changes are many writes", "pushing", "size = _MOST_TOGETHER if", "size = 1 if"),
    # Creating.
    Mutant("nobody looks again before creating", "creating", "        for record in self._standing[side]:", "        for record in ():"),
    Mutant("a create is never settled", "creating", "*told], [pending, *bases])", "*told], [*bases])"),
    Mutant("a key result does not wait for its objective", "creating", "return all(each in self._fields.counterparts[step.side] for each in objectives_of(step.source))", "return True"),
    Mutant("what a store made of a new record is not noted", "creating", "made[name], step.source[name]))", "sent.get(name), step.source[name]))"),
    Mutant("the source is not looked at again before creating", "creating", "        self._stores[side.other].fetch(step.source.id)\n", ""),
    # Deleting.
    Mutant("a hidden record counts as deleted", "planner", "if Whereabouts.HIDDEN in where.values():", "if False:"),
    Mutant("a delete beats an edit", "planner", "wanted = not is_ours and self._is_wanted(side, link, left)", "wanted = False"),
    Mutant("deleting is the rule", "planner", "if not self.settings.deletes or not capable", "if not capable"),
    Mutant("an objective goes before its key results", "planner", "if self.picture.children[side.other].get(left.id):", "if False:"),
    Mutant("a record is not read again before it is deleted", "mirror", "if any(standing[name] != step.record[name] for name", "if any(False for name"),
    Mutant("our own deletion is taken for a person's", "planner", "if self.picture.deleting(link) is side:", "if False:"),
    Mutant("what is left of a link counts as new", "pictures", "if record_id not in self.owner[side] and record_id not in self.marked[side]", "if not (owner := self.owner[side].get(record_id)) or not owner.live"),
    Mutant("what was sent to a record that nobody answered for is believed when its source comes back", "planner", "forgotten = self.pairing.unbelieved(link, side.other, left) if is_ours else ()", "forgotten = ()"),
    Mutant("what was sent to a late record is believed", "planner", "Found(link, adopted, found, self.pairing.unbelieved(link, adopted, found))", "Found(link, adopted, found)"),
    Mutant("what cannot be written is tried again every night", "pushing", "                put += self._left_to_people(each)\n", ""),
    Mutant("rows are made where the pair makes none", "planner", "if why or side.other in self.settings.creates:", "if True:"),
    Mutant("a field without a place on one side is a difference", "pairing", "if name in a.absent or name in b.absent:", "if False:"),
    Mutant("what differed when a conflict ended with its link counts as settled", "mirror", "return [base for base in known if base]", "return []"),
    # Guards.
    Mutant("an empty side is no sign", "guards", "if linked and not view.records and not accepted:", "if False:"),
    Mutant("an incomplete listing is no sign", "guards", "if Whereabouts.THERE in view.missing.values():", "if False:"),
    Mutant("any number of deletes will do", "guards", "if len(ending) > picture.settings.most_deletes(len(live)):", "if False:"),
    Mutant("lost access is no sign", "guards", "if hidden > max(", "if hidden < -max("),
    Mutant("a missing column is no sign", "guards", "    if missing:\n", "    if False:\n"),
    Mutant("keys that were filled down are no sign", "guards", "if told_apart and any(", "if False and any("),
    # The state.
    Mutant("a run that was overtaken goes on", "sql_ledger", "if self._lease is not None:", "if False:"),
    Mutant("undoing does not ask whether somebody edited since", "undo", "entry.field not in standing.locked | standing.absent and self._holds(entry, standing, entry.after)", "True"),
    Mutant("undoing leaves no conflict", "undo", "        if not self._agree(note, value, other[name]):\n", "        if False:\n"),
    Mutant("an undo remembers nothing before it writes", "undo", "            return list(self._difference(note, note.after)), []\n", "            return [], []\n"),
    Mutant("an undo forgets nothing before it writes", "undo", "            return [], [base]\n", "            return [], []\n"),
    Mutant("what an undo has taken back already is told as an edit", "undo", "            edited = [entry for entry in others if not (record and self._holds(entry, record, entry.before))]\n", "            edited = others\n"),
)  # fmt: skip


UNCHANGED = Mutant("nothing is changed", "merge", "", "")


def fate(mutant: Mutant) -> str:
    """Return "killed", "SURVIVED", or "LOST" where the code it changes is no longer there."""
    with tempfile.TemporaryDirectory(prefix="okrsync-mutant-") as name:
        folder = Path(name)
        # A copy of its own, tests and all: whatever the path of modules is, nothing but the copy can be tested.
        for part in ("okrsync", "rules", "tests/sync"):
            shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        for part in ("pyproject.toml", "tests/conftest.py", "tests/postgresql.py"):
            shutil.copyfile(ROOT / part, folder / part)
        path = folder / "okrsync" / "sync" / f"{mutant.file}.py"
        code = path.read_text("utf-8")
        if mutant is not UNCHANGED and code.count(mutant.old) != 1:
            return "LOST"
        path.write_text(code.replace(mutant.old, mutant.new), "utf-8")
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider", "--no-cov",
                   "-k", "not postgresql", *(f"tests/sync/test_{test}.py" for test in TESTS)]  # fmt: skip
        environment = {**os.environ, "PYTHONPATH": name, "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        return {0: "SURVIVED", 1: "killed"}.get(done.returncode, f"BROKEN\n{done.stdout}{done.stderr}")


def main() -> int:
    """Try every mutant whose name contains what is asked for; return 1 where one was not killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", nargs="?", default="", help="only those whose name contains this")
    asked = [mutant for mutant in MUTANTS if parser.parse_args().name in mutant.name]
    began = time.monotonic()
    if fate(UNCHANGED) != "SURVIVED":
        print("The tests fail on code that nobody has changed: mend that first.")
        return 1
    alive = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for mutant, end in zip(asked, pool.map(fate, asked), strict=True):
            alive += end != "killed"
            print(f"{end:9} {mutant.file}: {mutant.name}", flush=True)
    print(f"{len(asked) - alive} of {len(asked)} killed in {time.monotonic() - began:.0f} s")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
