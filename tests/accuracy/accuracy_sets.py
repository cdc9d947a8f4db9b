"""Labelled sentences to measure the linter on: our own sets, and the corpus of real OKRs beside the checkout."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

HERE = Path(__file__).parent
OWN = HERE / "own"
CORPUS = HERE.parents[2] / "shared" / "corpus" / "okr_sentences.jsonl"

CODES = {
    "key_result": ("KR101", "KR102", "KR103", "KR104", "KR105", "KR106", "KR107"),
    "objective": ("OB101", "OB102", "OB103", "OB104", "OB105"),
}
"""The rules that read sentences; the corpus has labels for these."""
RULE_OF_LABEL = {
    "unmeasurable": "KR101",
    "task_not_outcome": "KR102",
    "output_metric": "KR103",
    "no_baseline": "KR104",
    "vague_terms": "KR105",
    "maintenance": "KR107",
    "objective_has_metric": "OB101",
    "objective_is_task": "OB102",
    "objective_vague": "OB103",
    "business_as_usual": "OB104",
}

Kind = Literal["objective", "key_result"]


@dataclass(slots=True, frozen=True)
class Item:
    """One sentence and the rules that should speak of it."""

    id: str
    kind: Kind
    text: str
    language: str
    gold: frozenset[str]
    source: str
    disputed: frozenset[str] = frozenset()
    """Rules on which two annotators disagreed: neither asked for nor held against the linter."""
    called_bad: bool = False
    """The author of the sentence calls it bad."""
    clean: bool = False
    """Nothing, or only a missing baseline, is wrong with it."""


def read_corpus(path: Path) -> list[Item]:
    """Return the labelled corpus; one JSON object a line, as described in its GUIDE."""
    return [_item(json.loads(line)) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _item(row: dict[str, object]) -> Item:
    kind: Kind = "objective" if row["kind"] == "objective" else "key_result"
    labels, disputed = _texts(row.get("labels")), _texts(row.get("disputed"))
    return Item(
        id=str(row["id"]),
        kind=kind,
        text=" ".join(str(row["text"]).split()),
        language=str(row["lang"]),
        gold=_rules((*labels, *(extra for extra in _texts(row.get("extra")) if extra == "maintenance")), kind),
        source=str(row.get("source") or "?"),
        disputed=_rules(disputed, kind),
        called_bad=str(row.get("source_label") or "").startswith("bad"),
        clean=set(labels) <= {"ok", "no_baseline"} and not disputed,
    )


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, list) else ()


def _rules(labels: tuple[str, ...], kind: Kind) -> frozenset[str]:
    compound = "OB105" if kind == "objective" else "KR106"
    found = {compound if label == "compound" else RULE_OF_LABEL.get(label, "") for label in labels}
    return frozenset(found - {""})


def own_languages() -> tuple[str, ...]:
    """Return the languages that we have a set of our own in."""
    return tuple(sorted(file.parent.name for file in OWN.glob("*/clean.toml")))


def own_pairs(language: str, code: str) -> list[tuple[str, str]]:
    """Return the pairs of one rule: a sentence that must be found, and its silent twin."""
    pairs = tomllib.loads((OWN / language / f"{code}.toml").read_text("utf-8"))["pairs"]
    return [(fires, silent) for fires, silent in pairs]


def own_clean(language: str, kind: Kind) -> list[str]:
    """Return the sentences of which no rule may speak."""
    table = tomllib.loads((OWN / language / "clean.toml").read_text("utf-8"))
    found: list[str] = table["objectives" if kind == "objective" else "key_results"]
    return found


def own_objectives(language: str) -> list[Item]:
    """Return objectives of many kinds, each with the rules that should speak of it; none where there is no such set."""
    path = OWN / language / "objectives.toml"
    rows = tomllib.loads(path.read_text("utf-8"))["objectives"] if path.is_file() else []
    return [
        Item(f"{language}-{number}", "objective", text, language, frozenset(codes), "own", clean=not codes)
        for number, (text, codes) in enumerate(rows)
    ]


def natural_languages() -> tuple[str, ...]:
    """Return the languages that we have sentences in their natural proportions of."""
    return tuple(sorted(file.stem for file in (OWN / "natural").glob("*.jsonl")))


def natural(language: str) -> list[Item]:
    """Return sentences as other companies would write them; labelled by hand before the linter saw them."""
    return read_corpus(OWN / "natural" / f"{language}.jsonl")


def apart() -> list[Item]:
    """Return the sentences kept apart: only their totals are looked at, so that they tell what generalises."""
    return read_corpus(OWN / "apart" / "all.jsonl")


def kind_of(code: str) -> Kind:
    """Return what a rule applies to."""
    return "objective" if code.startswith("OB") else "key_result"
