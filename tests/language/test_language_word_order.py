"""Languages that keep the verb for the end are read in the order that the reading expects, at their places."""

from __future__ import annotations

import pytest

from okrsync.language.aim import read_aim
from okrsync.language.kinds import ORDER
from okrsync.language.lexicon import lexicon
from okrsync.language.quantities import Role
from okrsync.language.reading import read_claim
from okrsync.language.tags import names_of
from okrsync.language.word_order import in_reading_order


def read_as(text: str, language: str) -> str:
    words = lexicon(language)
    return " ".join(token.word for token in in_reading_order(words.tokens(text), words, ORDER))


@pytest.mark.parametrize(
    ("language", "text", "order"),
    [
        ("de", "Die Quote auf 8 % senken", "senken die quote auf 8 %"),
        ("de", "Bis Ende Juni 20 neue Kunden gewinnen", "gewinnen 20 neue kunden bis ende juni"),
        ("de", "Wir werden ein CRM einführen", "wir werden einführen ein crm"),
        ("de", "Nutzer können Rechnungen exportieren", "nutzer können exportieren rechnungen"),
        ("de", "Die Fluktuation soll auf 8 % gesenkt werden", "die fluktuation soll werden gesenkt auf 8 %"),
        ("de", "Portal planen, bauen und testen", "planen , bauen und testen portal"),
        ("de", "Umsatz steigern und Kosten senken", "steigern umsatz und senken kosten"),
        ("de", "Kunden bestellen über die App", "kunden bestellen über die app"),
        ("de", "Mit der Stadt einen Vertrag unterzeichnen", "unterzeichnen einen vertrag mit der stadt"),
        ("de", "An der Quote der Linie 4 arbeiten", "arbeiten an der quote der linie 4"),
        ("de", "Wir gewinnen 8 Vereine", "wir gewinnen 8 vereine"),
        ("de", "Artikel schreiben, um Leser zu gewinnen", "schreiben artikel , um gewinnen zu leser"),
        (
            "de",
            "Sicherstellen, dass die Ausfälle unter 10 bleiben",
            "sicherstellen , dass die ausfälle bleiben unter 10",
        ),
        ("nl", "Klanttevredenheid verhogen van 7 naar 8", "verhogen klanttevredenheid van 7 naar 8"),
        ("nl", "Wachttijd verkorten om te besparen", "verkorten wachttijd om besparen te"),
        ("en", "Bring churn down", "bring churn down"),
    ],
)
def test_the_verb_stands_where_the_reading_looks_for_it(language: str, text: str, order: str) -> None:
    assert read_as(text, language) == order


@pytest.mark.parametrize(
    ("language", "text", "verb"),
    [
        ("de", "Wir führen ein neues CRM ein", "verbs.output"),
        ("de", "80 Kunden melden sich bis Juni an", "verbs.adopt"),
        ("nl", "We voeren een nieuw CRM in", "verbs.output"),
    ],
)
def test_a_verb_is_joined_with_the_particle_that_it_has_parted_from(language: str, text: str, verb: str) -> None:
    words = lexicon(language)
    found = in_reading_order(words.tokens(text), words, ORDER)
    assert any(verb in names_of(token.tags) and "form.finite" in names_of(token.tags) for token in found)


def test_a_clause_set_between_is_read_apart_from_the_one_around_it() -> None:
    claim = read_claim("Anteil der Kunden, die uns empfehlen würden, von 35 % auf 60 % steigern", "de")
    assert len(claim.clauses) == 1
    assert [quantity.role for quantity in claim.quantities] == [Role.BASELINE, Role.TARGET]


@pytest.mark.parametrize(
    "text", ["", ",", "und", "um", ", , ,", "die, die, die", "zu", "dass", "( und )", "führen ein", "ein", "– dass –"]
)
@pytest.mark.parametrize("language", ["de", "nl"])
def test_scraps_of_text_are_read_without_loss(language: str, text: str) -> None:
    words = lexicon(language)
    tokens = words.tokens(text)
    assert sorted(token.start for token in in_reading_order(tokens, words, ORDER)) == [token.start for token in tokens]


def test_a_finding_quotes_the_sentence_as_it_was_written() -> None:
    claim = read_claim("20 neue Kunden bis Ende Juni gewinnen und Kosten um 5 % senken", "de")
    assert claim.compound is not None
    assert claim.compound.values["second"] == "Kosten um 5 % senken"
    aim = read_aim("Neue Händler gewinnen und die Retouren senken", "de")
    assert aim.compound is not None
    assert (aim.compound.values["first"], aim.compound.values["second"]) == (
        "Neue Händler gewinnen",
        "die Retouren senken",
    )


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("kundenzufriedenheit", "nouns.quality"),
        ("antwortzeit", "nouns.metric"),
        ("vertriebsdashboard", "nouns.artefact"),
        ("kund:innen", "nouns.outsider"),
        ("mitarbeiter*innen", "nouns.insider"),
        ("reaktionsfaehigkeit", "nouns.quality"),
        ("kw26", "nouns.period"),
    ],
)
def test_a_german_word_is_known_by_its_last_part_and_in_its_other_spellings(word: str, kind: str) -> None:
    assert kind in names_of(lexicon("de").tags_of(word))


def test_capitals_tell_costs_from_to_cost() -> None:
    lower, upper = lexicon("de").tokens("Was es kosten darf: Kosten")[2], lexicon("de").tokens("Die Kosten")[1]
    assert not any(name.startswith("nouns.") for name in names_of(lower.tags))
    assert "nouns.metric" in names_of(upper.tags)


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [("12'000 Franken sparen", "de", 12000.0), ("1.500 Kunden gewinnen", "de", 1500.0), ("3,4 Punkte", "de", 3.4)],
)
def test_numbers_are_read_as_they_are_typed(text: str, language: str, value: float) -> None:
    assert read_claim(text, language).quantities[0].value == value


@pytest.mark.parametrize("day", ["bis 30.06.", "bis 30.6.2026", "bis zum 30. Juni", "bis Ende Q3"])
def test_a_german_day_is_a_deadline_and_no_target(day: str) -> None:
    claim = read_claim(f"Lieferverzug {day} abbauen", "de")
    assert claim.deadline is not None
    assert claim.unmeasurable is not None
