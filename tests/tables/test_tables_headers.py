"""Names of columns in seven languages, composed, mistyped, and near-misses that mean something else."""

from __future__ import annotations

import pytest

from okrsync.tables.headers import read_header


def role(text: str) -> str | None:
    roles = read_header(text).roles
    return max(roles, key=roles.__getitem__) if roles else None


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("Objective", "objective"),
        ("Résultat clé", "key_result"),
        ("Schlüsselergebnis", "key_result"),
        ("Resultado-chave", "key_result"),
        ("Kernresultaten", "key_result"),
        ("Risultati chiave", "key_result"),
        ("关键结果", "key_result"),
        ("Verantwortlich", "owner"),
        ("Porteur", "owner"),
        ("Streefwaarde", "target"),
        ("Valor inicial", "baseline"),
        ("Istwert", "current"),
        ("Voortgang", "progress"),
        ("Échéance", "due"),
        ("Fälligkeitsdatum", "due"),
        ("Semáforo", "status"),
        ("Bovenliggend doel", "parent"),
    ],
)
def test_a_header_is_known_in_each_language(header, wanted):
    assert role(header) == wanted


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("Tipo Meta", "direction"),
        ("Meta", "target"),
        ("Objectif budgétaire (k€)", "noise"),
        ("Obiettivo (valore)", "target"),
        ("Zielgruppe", "noise"),
        ("Público-alvo", "noise"),
        ("KR Formula", "noise"),
        ("Target date", "due"),
        ("Score cible", "target"),
        ("Confidence score", "confidence"),
        ("Objective owner", "owner"),
        ("Statut du KR", "status"),
    ],
)
def test_a_near_miss_is_taken_for_what_it_is(header, wanted):
    assert role(header) == wanted


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("Avancemment", "progress"),
        ("Resposable", "owner"),
        ("Valeur de depart", "baseline"),
        ("OBJETCIVE", "objective"),
    ],
)
def test_typos_and_missing_accents_are_forgiven(header, wanted):
    assert role(header) == wanted


def test_a_header_says_whose_field_it_is_and_which_one():
    reading = read_header("key_result_2_completion")
    assert (role("key_result_2_completion"), reading.scope, reading.number) == ("progress", "key_result", 2)
    assert read_header("Responsable de l’objectif").scope == "objective"


def test_a_header_tells_level_scale_and_quarter():
    assert read_header("Company Objective").level == "company"
    assert read_header("Confiance (0-10)").scale == 10
    assert read_header("Cible T3").quarter == "t3"
    assert read_header("Progress %").percent


def test_an_objective_may_also_be_a_number_to_reach():
    assert read_header("Ziel").roles["target"] > 0


@pytest.mark.parametrize("text", ["", "···", "Grow the share of families who come back within a month", "x" * 200])
def test_a_sentence_is_no_header(text):
    assert read_header(text).best < 0.7
