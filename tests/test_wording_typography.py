"""Holds every word that people read, in rules and locale files, to the typography of its language."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
NO_BREAK = "\N{NO-BREAK SPACE}"
NARROW = "\N{NARROW NO-BREAK SPACE}"

# What is typed into a file or a shell keeps its own signs: code, addresses, `key = "value"`, lists of TOML.
TYPED = re.compile(
    r'`[^`]*`|[a-z]+://\S*|re:Work|(?:env|file|keyring|credential):[\w./-]+|[\w}-]+ = "[^"]*"|\["[^\]]*\]'
)
PLACEHOLDER = re.compile(r"\{[^}]*\}")

FAULTS = {
    "en": {
        "a straight quote or apostrophe": r"['\"]",
        "three dots": r"\.\.\.",
        "two spaces": r"\S  +\S",
        "a space before a sign": r"\s[;:!?%]",
        "French quotes": r"[«»]",
        "American spelling": r"(?i)\b(?:colors?|behaviors?|centers?|favorites?|organizations?|recognized?)\b",
    },
    "fr": {
        "a straight quote or apostrophe": r"['\"]",
        "three dots": r"\.\.\.",
        "two spaces": r"\S  +\S",
        "English quotes": r"[“”]",
        "an opening quote without its no-break space": rf"«(?!{NO_BREAK})",
        "a closing quote without its no-break space": rf"(?<!{NO_BREAK})»",
        "a sign without its narrow no-break space": rf"(?<![{NARROW}{NO_BREAK}])[;!?]",
        "a colon without its no-break space": rf"(?<![{NO_BREAK}\d]):",
        "a percent sign without its no-break space": rf"(?<!{NO_BREAK})%",
        "a capital without its accent": r"\b(?:E(?:cri|quipe|tat|tre|cheance|chéance|gal)\w*|A (?:faire|quoi|vous)\b)",
    },
    "es": {
        "a straight quote or apostrophe": r"['\"]",
        "three dots": r"\.\.\.",
        "two spaces": r"\S  +\S",
        "English quotes": r"[“”]",
        "a space inside « »": r"«\s|\s»",
        "a space before a sign": r"\s[;:!?]",
        "a percent sign without its no-break space": rf"(?<!{NO_BREAK})%",
        "a question that is not opened": r"^[^¿]*[^«]\?",
    },
    "it": {
        "a straight quote or apostrophe": r"['\"]",
        "three dots": r"\.\.\.",
        "two spaces": r"\S  +\S",
        "English quotes": r"[“”]",
        "a space inside « »": r"«\s|\s»",
        "a space before a sign": r"\s[;:!?%]",
        "a wrong accent": r"(?i)\b(?:perchè|affinchè|finchè|poichè|nè|sè)\b",
    },
    "pt": {
        "a straight quote or apostrophe": r"['\"]",
        "three dots": r"\.\.\.",
        "two spaces": r"\S  +\S",
        "Spanish quotes": r"[«»]",
        "a space before a sign": r"\s[;:!?%]",
        "a word of one side of the ocean only": (
            r"(?i)\b(?:equip[ae]s?|ficheiros?|arquivos?|utilizador(?:es)?|usuários?|planear|planejar)\b"
        ),
    },
    "de": {
        "a straight quote or apostrophe": r"['\"]",
        "three dots": r"\.\.\.",
        "two spaces": r"\S  +\S",
        "a closing quote of another language": r"”",
        "a percent sign without its no-break space": rf"(?<![{NO_BREAK}‑])%",
        "an abbreviation that may break": r"z\. ?B\.|k\. A\.",
        "French quotes": r"[«»]",
        "an address": r"\b(?:Sie|Ihnen|Ihre?[nmrs]?) (?:\w+ )?(?:können|sollten|möchten)",
    },
    "nl": {
        "a straight quote or apostrophe": r"['\"]",
        "three dots": r"\.\.\.",
        "two spaces": r"\S  +\S",
        "a space before a sign": r"\s[;:!?%]",
        "French or German quotes": r"[«»„]",
    },
}


def texts(language: str) -> Iterator[tuple[str, str]]:
    """Yield where each text in `language` stands, and the text."""
    for path in sorted((ROOT / "rules").glob("*/[A-Z][A-Z][0-9]*.toml")):
        rule = tomllib.loads(path.read_text("utf-8"))
        if language in rule["title"]:
            yield f"{path.stem} title", rule["title"][language]
        for kind in ("message", "suggest", "docs"):
            for key, text in rule.get(kind, {}).get(language, {}).items():
                yield f"{path.stem} {kind} {key}", text
    for path in sorted((ROOT / "okrsync" / "locale" / language).glob("*.toml")):
        for key, text in tomllib.loads(path.read_text("utf-8")).items():
            # A page of help has lines that stand as in a terminal.
            laid_out = re.sub(r"^(?:  .*|\w+\s?: +okrsync .*)$", "", text, flags=re.MULTILINE)
            yield f"{path.stem}.{key}", laid_out if key.startswith("help-") else text


@pytest.mark.parametrize("language", FAULTS)
def test_every_text_keeps_to_the_typography_of_its_language(language: str) -> None:
    found = [
        f"{where}: {fault}: {text}"
        for where, text in texts(language)
        for fault, pattern in FAULTS[language].items()
        if re.search(pattern, PLACEHOLDER.sub("0", TYPED.sub("x", text)))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It's here"),
        ("en", "50 % of it"),
        ("en", "the color"),
        ("fr", "l'équipe"),
        ("fr", "Quoi?"),
        ("fr", "«ici»"),
        ("fr", "Voici : cela"),
        ("fr", "50 %"),
        ("fr", "Ecrivez"),
        ("es", "“aquí”"),
        ("es", "50%"),
        ("es", "Qué?"),
        ("it", "l'obiettivo"),
        ("it", "50 %"),
        ("it", "perchè"),
        ("pt", "«aqui»"),
        ("pt", "50 %"),
        ("de", "50 %"),
        ("de", "„so”"),
        ("de", "z. B. hier"),
        ("nl", "OKR's"),
        ("nl", "50 %"),
    ],
)
def test_a_slip_of_typography_is_noticed(language: str, text: str) -> None:
    assert any(re.search(pattern, text) for pattern in FAULTS[language].values())


@pytest.mark.parametrize("language", FAULTS)
def test_a_title_ends_without_a_full_stop_and_a_message_with_a_sign(language: str) -> None:
    for where, text in texts(language):
        if where.endswith(" title"):
            assert text[-1] not in ".!;:", where
            assert text[0].isupper(), where
        elif " message " in where or " suggest " in where:
            assert re.search(rf"[.?!…]$|⟩[.”“]*$|{NO_BREAK}»\.?$", text), f"{where}: {text}"
