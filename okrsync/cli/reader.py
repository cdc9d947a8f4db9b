"""Which language the person at the keyboard reads: asked for on the command line, else as the computer is set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.wording import DEFAULT_LANGUAGE, languages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from okrsync.model import Language

# In the order in which gettext asks them.
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def asked_language(arguments: Sequence[str]) -> Language | None:
    """Return the value of `--lang` among `arguments`, wherever it stands, before anything else of them is understood.

    Help and error messages must already speak that language, so it cannot wait for the parser.
    """
    for position, argument in enumerate(arguments):
        if argument == "--":
            return None
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=").casefold()
        if argument == "--lang" and position + 1 < len(arguments):
            return arguments[position + 1].casefold()
    return None


def reader_language(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Return the language in which to speak to whoever typed `arguments`: English where okrsync cannot speak theirs."""
    wished = asked_language(arguments)
    if wished is None:
        stated = next((environment[name] for name in _VARIABLES if environment.get(name)), DEFAULT_LANGUAGE)
        # "fr_CA.UTF-8:en" names French first.
        wished = stated.partition(":")[0][:2].casefold()
    return wished if wished in languages() else DEFAULT_LANGUAGE
