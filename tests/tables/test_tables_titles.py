"""Titles without their bullets, labels and ids; totals and notes told from titles."""

from __future__ import annotations

import pytest

from okrsync.tables.asides import aside
from okrsync.tables.titles import code_depth, code_kind, listed_titles, read_title


@pytest.mark.parametrize(
    ("cell", "title", "kind"),
    [
        ("Objectif 1 : des rayons pleins", "des rayons pleins", "objective"),
        ("O1.KR2 – Reduce returns", "Reduce returns", "key_result"),
        ("KR1.1 Increase trials", "Increase trials", "key_result"),
        ("[KR2] Fewer calls", "Fewer calls", "key_result"),
        ("OBJ-3 Foo", "Foo", "objective"),
        ("Team objective 2: sell calmly", "sell calmly", "objective"),
        ("Résultat clé n°2 : 30 jours", "30 jours", "key_result"),
        ("Action : refaire le site", "refaire le site", "other"),
        ("• recruit five people", "recruit five people", None),
        ("1. Guide for newcomers", "Guide for newcomers", None),
        ("2) Second thing", "Second thing", None),
        ("O1：让客户满意", "让客户满意", "objective"),
    ],
)
def test_bullets_labels_and_ids_are_taken_off(cell, title, kind):
    read = read_title(cell)
    assert (read.text, read.kind) == (title, kind)


@pytest.mark.parametrize(
    "text",
    [
        "75 % des demandes en ligne",
        "3 M€ de chiffre d’affaires",
        "10 agents formés",
        "5 - 10 minutes d’attente",
        "24 h response",
        "360° feedback for all",
        "Goal 10 new customers",
        "D7 retention at 40%",
        "2.5x revenue",
        "Objectif zéro déchet",
        "ISO 27001 certified",
        "Q3 launch",
    ],
)
def test_numbers_that_belong_to_the_words_stay(text):
    assert read_title(text).text == text


def test_numbers_like_1_1_are_ids_only_where_the_column_has_many():
    assert read_title("1.1 Stiptheid").text == "1.1 Stiptheid"
    assert read_title("1.1 Stiptheid", outline=True).text == "Stiptheid"


def test_ids_tell_kind_and_depth():
    assert [code_kind(code) for code in ("O2", "O1.KR2", "1.1")] == ["objective", "key_result", None]
    assert [code_depth(code) for code in ("1", "O1.KR2", "1.2.3")] == [1, 2, 3]


def test_a_cell_that_lists_several_is_split_only_where_each_line_is_marked():
    assert [title.text for title in listed_titles("- one\n- two")] == ["one", "two"]
    assert listed_titles("one line\nand its end") == []
    assert listed_titles(12.0) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("TOTAL", "total"),
        ("Moyenne objectif", "total"),
        ("Promedio general", "total"),
        ("Gesamt", "total"),
        ("Légende : 🟢 OK", "note"),
        ("Let op: bijwerken vóór vrijdag", "note"),
        ("Merci de remplir avant lundi", "note"),
        ("(pendiente)", "placeholder"),
        ("à définir", "placeholder"),
        ("…", "placeholder"),
        ("(example) Hire 100% to plan", "example"),
    ],
)
def test_rows_that_are_no_okrs_are_told(text, kind):
    assert aside(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "Average handling time below 4 minutes",
        "Total cost per order down to 3 €",
        "Note Google moyenne des 14 magasins",
        "Média de idade dos pedidos",
        "Ensemble, mieux accueillir",
    ],
)
def test_a_title_that_begins_like_a_total_stays_a_title(text):
    assert aside(text) is None
