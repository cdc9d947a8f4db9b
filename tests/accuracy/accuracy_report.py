"""Prints how accurate the linter is on labelled sentences.

usage: accuracy_report.py [CORPUS.jsonl] [--confusions]

Per rule and language: precision, recall, F1; then the share of clean rows that are warned, of rows called bad by their
own author that are caught, the precision of what is shown as warning or error, and the same by source: what holds only
for some sources was learned by heart.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

from accuracy_sets import (
    CODES,
    CORPUS,
    Item,
    apart,
    kind_of,
    natural,
    natural_languages,
    own_clean,
    own_languages,
    own_objectives,
    own_pairs,
    read_corpus,
)
from accuracy_tally import NOISE, Tally, codes_in, findings_of, macro_f1, noisy, tally

from okrsync.model import Finding, Severity

Found = dict[str, list[Finding]]
_FEW = 8
"""Sources with fewer sentences are put together: a figure of three sentences says nothing."""
_WIDTH = 58


def main(arguments: list[str]) -> int:
    """Print the report; 0 if there was something to measure on."""
    paths = [Path(argument) for argument in arguments if not argument.startswith("--")]
    path = paths[0] if paths else CORPUS
    report_own()
    ours = [item for language in natural_languages() for item in natural(language)]
    found = findings_of(ours)
    report_rules("NATURAL SET", ours, found, confusions="--confusions" in arguments)
    report_rows(ours, found)
    kept_apart = apart()
    found = findings_of(kept_apart)
    report_rules("KEPT APART (totals only)", kept_apart, found, confusions=False)
    report_rows(kept_apart, found)
    if not path.is_file():
        print(f"\nNo corpus at {path.name}: only our own set was measured.")
        return 0
    items = read_corpus(path)
    found = findings_of(items)
    report_rules("CORPUS", items, found, confusions="--confusions" in arguments)
    report_rows(items, found)
    report_sources(items, found)
    return 0


def report_own() -> None:
    """Print the figures of our own pairs and clean sentences."""
    print("OWN SET (pairs that differ in a word or the role of a number)")
    for language in own_languages():
        tallies = []
        for code in (*CODES["key_result"], *CODES["objective"]):
            counts = Tally()
            pairs = own_pairs(language, code)
            found = codes_in([sentence for pair in pairs for sentence in pair], kind_of(code), language)
            for place, codes in enumerate(found):
                counts.add(expected=place % 2 == 0, found=code in codes)
            tallies.append(counts)
            print(f"  {language} {code} {counts}")
        warned = total = 0
        for kind in CODES:
            sentences = own_clean(language, kind_of("OB" if kind == "objective" else "KR"))
            found = codes_in(sentences, kind_of("OB" if kind == "objective" else "KR"), language)
            warned += sum(1 for codes in found if codes & NOISE[kind])
            total += len(sentences)
        items = own_objectives(language)
        found_in = findings_of(items)
        for code in CODES["objective"] if items else ():
            print(f"  {language} {code} among objectives of all kinds {tally(items, found_in, code)}")
        print(f"  {language} macro F1 {macro_f1(tallies):.3f}; clean sentences warned {warned}/{total}")


def report_rules(title: str, items: list[Item], found: Found, *, confusions: bool) -> None:
    """Print the figures of each rule, for each language and all together, then its confusions."""
    print(f"\n{title} ({len(items)} sentences)")
    languages = sorted({item.language for item in items})
    tallies = []
    for kind, codes in CODES.items():
        part = [item for item in items if item.kind == kind]
        for code in codes:
            counts = tally(part, found, code)
            tallies.append(counts)
            print(f"  {code} {counts}")
            for language in languages:
                print(f"    {language} {tally([item for item in part if item.language == language], found, code)}")
            if confusions:
                _print_confusions(part, found, code)
    together = Tally(*(sum(getattr(each, name) for each in tallies) for name in ("right", "false", "missed")))
    print(f"  macro F1 {macro_f1(tallies):.3f} (rules with at least 10 sentences); micro {together}")


def _print_confusions(items: list[Item], found: Found, code: str) -> None:
    for item in items:
        spoke = any(finding.code == code for finding in found[item.id])
        if code not in item.disputed and spoke != (code in item.gold):
            print(f"      {'false ' if spoke else 'missed'} {item.language} | {item.text}")


def report_rows(items: list[Item], found: Found) -> None:
    """Print what people would notice: wolf cried, bad rows let through, warnings that are right."""
    warned, clean = noisy(items, found)
    bad = [item for item in items if item.called_bad]
    caught = sum(1 for item in bad if {finding.code for finding in found[item.id]} - {"KR104"})
    shown = Tally()
    for item in items:
        for finding in found[item.id]:
            if finding.severity is not Severity.INFO and finding.code in CODES[item.kind]:
                shown.add(expected=finding.code in item.gold | item.disputed, found=True)
    print(f"  clean rows wrongly warned {len(warned)}/{clean} (goal 5 %)")
    print(f"  rows called bad by their author, caught {caught}/{len(bad)} (goal 90 %)")
    print(f"  precision of everything shown as warning or error {shown.precision:.3f} (goal 0.90)")


def report_sources(items: list[Item], found: Found) -> None:
    """Print macro F1 and noise of each source, the worst first, and the mean over sources."""
    by_source: defaultdict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_source[item.source].append(item)
    groups: defaultdict[str, list[Item]] = defaultdict(list)
    for source, part in by_source.items():
        groups[source if len(part) >= _FEW else "(small sources together)"].extend(part)
    rows = []
    for source, part in groups.items():
        tallies = [tally([item for item in part if item.kind == kind_of(code)], found, code) for code in _all_codes()]
        together = Tally(*(sum(getattr(each, name) for each in tallies) for name in ("right", "false", "missed")))
        warned, clean = noisy(part, found)
        rows.append((together.f1, len(part), f"{len(warned)}/{clean}", source))
    print("\nBY SOURCE (F1 over all rules; clean rows warned)")
    for score, size, warned_text, source in sorted(rows):
        print(f"  {score:.2f}  n {size:<4} clean warned {warned_text:<7} {source[:_WIDTH]}")
    print(f"  mean over sources {sum(row[0] for row in rows) / len(rows):.3f}")


def _all_codes() -> tuple[str, ...]:
    return (*CODES["key_result"], *CODES["objective"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
