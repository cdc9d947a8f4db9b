"""An objective read as an aim: what kind of verb, whose field, which numbers, how many goals.

Rules never look at words: they ask the aim. The labels follow what coaches agree on: an objective is a wish with a
field or somebody who gains from it; it has no number, is no piece of work, no upkeep, and one goal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from okrsync.language.aim_field import find_vague, own_words
from okrsync.language.aim_goals import two_goals
from okrsync.language.aim_numbers import may_have_metrics, metrics_in
from okrsync.language.aim_shape import VERB, Shape, clause_from, read_shape
from okrsync.language.aim_task import find_task
from okrsync.language.aim_upkeep import find_upkeep
from okrsync.language.aim_words import BIT, bits, vocabulary
from okrsync.language.text import normalise

if TYPE_CHECKING:
    from okrsync.language.answers import Verdict
    from okrsync.language.lexicon import Token

_ROW_NUMBER = re.compile(
    r"""\s*(?:
        [(\[]? (?:[^\W\d_]{1,12} [ .°]{0,2})? \d{1,2} (?:\.\d{1,2})* [)\]]? (?:\s*[.:)/|] | \s+[-–—]) \s+ (?=\D)
        | [(\[] [^\W\d_]{0,4} \d{1,2} (?:\.\d{1,2})* [)\]] \s+
        | \d{1,2} \. \d{1,2} \s+ (?=[A-ZÀ-Þ])
    )""",
    re.VERBOSE,
)
"""How sheets count their objectives: "O1 - ", "Objective 2: ", "3. ", "(O2) ", "1.2 "."""
Kind = Literal["wish", "direction", "task", "upkeep", "state", "heading"]
_CONTINUED = bits("form.gerund", "form.base")
_LEAD_IN = BIT["grammar.lead_in"]
_PUSHES = bits("verbs.direction", "verbs.multiply")


@dataclass(slots=True)
class Aim:
    """One objective, read. Spans are character offsets into `text`."""

    text: str
    language: str
    tokens: list[Token] = field(default_factory=list)
    kind: Kind = "heading"
    own: list[str] = field(default_factory=list)
    """The words that make it this team's: a field, a product, a place, people who gain from it."""
    metric: Verdict | None = None
    """A number that says how far to go (OB101)."""
    task: Verdict | None = None
    """Work that is done when it is done (OB102)."""
    vague: Verdict | None = None
    """Could be pasted into any company, or cannot be understood as a goal (OB103)."""
    upkeep: Verdict | None = None
    """Holds what is there (OB104)."""
    compound: Verdict | None = None
    """Two goals that could be reached apart (OB105)."""

    @property
    def length(self) -> int:
        """Return how many words it has, as people count them."""
        return sum(1 for word in self.text.split() if any(letter.isalnum() for letter in word))

    @property
    def wording(self) -> str:
        """Return the objective as its author wrote it, without the full stop, to build a suggestion on."""
        return self.text.strip(" .")


def read_aim(text: str, language: str) -> Aim:
    """Return `text`, an objective written in `language` (ISO 639-1), read.

    Raises RuleError where the lexicon of the language cannot be read.
    """
    words = vocabulary(language)
    tokens = words.read(text)
    number = _ROW_NUMBER.match(text)
    if number is not None:
        tokens = [token for token in tokens if token.start >= number.end()]
    aim = Aim(text, language, tokens)
    if not tokens:
        return aim
    shape = read_shape(tokens)
    metrics = list(metrics_in(text, normalise(text), tokens, words)) if may_have_metrics(tokens) else []
    aim.metric = metrics[0] if metrics else None
    aim.upkeep = find_upkeep(text, tokens, shape)
    worked = shape if aim.upkeep is None else _continued(tokens, shape)
    aim.task = find_task(text, tokens, worked, words) if worked is not None else None
    own = own_words(tokens, shape)
    aim.own = [text[token.start : token.end] for token in own]
    aim.compound = two_goals(text, tokens, shape, words, metrics)
    if aim.task is not None and aim.compound is not None and aim.compound.values.get("direction"):
        aim.task = None  # the second goal is what the work is for
    if aim.metric is None and aim.upkeep is None and aim.task is None:
        aim.vague = find_vague(text, tokens, shape, own)
    aim.kind = _kind(aim, shape)
    return aim


def _continued(tokens: list[Token], shape: Shape) -> Shape | None:
    """Return the build of what is continued: of "continue building the portal", that of "building the portal"."""
    if shape.opening != "verb":
        return None
    place = shape.verb + 1
    if place + 1 < len(tokens) and tokens[place].tags & _LEAD_IN:
        place += 1
    if place < len(tokens) and tokens[place].tags & VERB and tokens[place].tags & _CONTINUED:
        return clause_from(tokens, place)
    return None


def _kind(aim: Aim, shape: Shape) -> Kind:
    if aim.upkeep is not None:
        return "upkeep"
    if aim.task is not None:
        return "task"
    if shape.opening in ("state", "heading"):
        return "state" if shape.opening == "state" else "heading"
    return "direction" if shape.kinds & _PUSHES else "wish"
