"""More sheets as people make them: sections, dividers, looks, several levels, several tables."""

from __future__ import annotations

from datetime import date

from drawn_sheets import draw, is_refused, outline, read, results, values

from okrsync.grid import Grid, Style


def test_headings_that_group_rows_are_no_objectives():
    rows = """
Objectif | Résultat clé | Cible | Statut
{0}PÔLE COMMERCE | | |
Vendre mieux | Panier moyen | 42 € | 🟢
 | Clients perdus | 5 % | 🔴
{0}Pôle Produit | | |
Un produit simple | Prise en main | 5 min | 🟠
"""
    wanted = ["3 Vendre mieux", "  3 Panier moyen", "  4 Clients perdus", "6 Un produit simple", "  6 Prise en main"]
    assert outline(read(draw(rows.format("*")))) == wanted
    merged = draw(rows.format(""), merges=((2, 1, 2, 4), (5, 1, 5, 4)))
    assert outline(read(merged)) == wanted


def test_what_follows_a_line_initiatives_is_no_key_result():
    plan = read(
        draw("""
*Company OKRs
*Objective 1 | *Win the hearts of dentists
Lead | Kim
*Key results | *Baseline | *Target
Dentists who recommend us | 20 | 45
Initiatives
Visit 40 practices
*Objective 2 | *Ship without fear
Lead | Lee
*Key results | *Baseline | *Target
Rollbacks per month | 6 | 1
""")
    )
    assert outline(plan) == [
        "2 Win the hearts of dentists",
        "  5 Dentists who recommend us",
        "8 Ship without fear",
        "  11 Rollbacks per month",
    ]
    assert [objective.owners for objective in plan.objectives] == [("Kim",), ("Lee",)]


def test_a_cell_may_list_several_key_results():
    sheet = Grid(
        "OKR", [["Objective", "Key Results", "Owner"], ["Grow", "KR1: Members to 200\nKR2: Churn below 3%", "Ann"]]
    )
    plan = read(sheet)
    assert outline(plan) == ["2 Grow", "  2 Members to 200", "  2 Churn below 3%"]
    assert len({result.key for result in results(plan)}) == 2


def test_three_levels_stand_like_stairs():
    plan = read(
        draw("""
Unternehmensziel | Teamziel | Schlüsselergebnis | Zielwert | Ist
Marktführer im Norden | | | |
 | Mehr Bestandskunden | | |
 | | Umsatz je Kunde | 4.500 € | 3.900 €
 | Schneller helfen | | |
 | | Antwortzeit (h) | 4 | 11
""")
    )
    assert outline(plan) == [
        "2 Marktführer im Norden",
        "3 Mehr Bestandskunden",
        "  4 Umsatz je Kunde",
        "5 Schneller helfen",
        "  6 Antwortzeit (h)",
    ]
    assert plan.objectives[2].parents == ("Marktführer im Norden",)
    assert values(plan)[0] == (None, 4500, 3900)


def test_two_tables_side_by_side_are_both_read():
    plan = read(
        draw("""
Objective | Key Result | Target | | Objective | Key Result | Target
Be seen | Visits | 50k | | Close well | Win rate | 30%
 | Leads | 300 | | | Deal size | 12k
""")
    )
    assert outline(plan) == ["2 Be seen", "  2 Visits", "  3 Leads", "2 Close well", "  2 Win rate", "  3 Deal size"]


def test_the_same_objective_in_two_periods_is_two_objectives():
    plan = read(
        draw("""
Trimestre | Objetivo | Resultado-chave | Meta
1T 2026 | Entregar no prazo | Pedidos no prazo | 95%
2T 2026 | Entregar no prazo | Pedidos no prazo | 97%
""")
    )
    assert outline(plan) == [
        "2 Entregar no prazo",
        "  2 Pedidos no prazo",
        "3 Entregar no prazo",
        "  3 Pedidos no prazo",
    ]
    assert [objective.period.text for objective in plan.objectives] == ["1T 2026", "2T 2026"]


def test_owner_and_progress_of_objective_and_key_result_are_kept_apart():
    plan = read(
        draw("""
Équipe : Marketing
Période : T1 2025 (janvier – mars)

Objectif | Responsable de l'objectif | Avancement objectif | Résultat clé | Responsable du KR | Avancement KR
Faire parler de nous | Zoé | 45 % | Citations dans la presse | Max | 60 %
 | | | Visites du site | Lou | 30 %
""")
    )
    objective = plan.objectives[0]
    assert (objective.owners, objective.progress, objective.team) == (("Zoé",), 0.45, "Marketing")
    assert objective.period.start == date(2025, 1, 1)
    assert [(result.owners, result.progress) for result in results(plan)] == [(("Max",), 0.6), (("Lou",), 0.3)]


def test_an_objective_column_of_titles_points_to_the_other_tab():
    plan = read(
        draw("Objectif | Porteur\nGrandir sans casse | Ana\nDes équipes fières | Bob", "Objectifs"),
        draw(
            "Objectif | Résultat clé | Cible\nGrandir sans casse | Marge | 25 %\nDes équipes fières | Fierté | 50",
            "Résultats",
        ),
    )
    assert outline(plan) == ["2 Grandir sans casse", "  2 Marge", "3 Des équipes fières", "  3 Fierté"]
    assert plan.objectives[0].owners == ("Ana",)


def test_a_circle_of_parents_does_no_harm():
    plan = read(
        draw("""
ID | Parent | Type | Title
1 | 2 | Objective | One
2 | 1 | Objective | Two
3 | 1 | Key Result | Three of four
4 | nowhere | Key Result | Five of six
""")
    )
    assert {objective.title for objective in plan.objectives} == {"One", "Two"}
    assert outline(plan)[-1] == "? 5 Five of six"


def test_a_key_result_may_carry_an_objective_and_name_several_parents():
    plan = read(
        draw("""
ID | Parent ID | Type | Title
1 | | Objective | Clear roads
2 | | Objective | Quiet nights
3 | 1 | Key Result | Jams per day
4 | '3; 2 | Objective | More buses
5 | 4 | Key Result | Seats per hour
""")
    )
    assert plan.objectives[2].parents == ("Jams per day", "Quiet nights")
    assert outline(plan)[-2:] == ["4 More buses".replace("4", "5"), "  6 Seats per hour"]


def test_colour_alone_may_tell_objectives():
    rows = [
        ["OKRs", "Lead"],
        ["Be close", "A"],
        ["Visits per week", "B"],
        ["Calls per day", "C"],
        ["Be clear", "D"],
        ["Pages cut", "E"],
    ]
    fill = Style(fill="FFDDEE")
    plan = read(Grid("OKR", rows, {(1, 0): fill, (4, 0): fill}))
    assert outline(plan) == ["2 Be close", "  3 Visits per week", "  4 Calls per day", "5 Be clear", "  6 Pages cut"]


def test_capitals_alone_may_tell_objectives():
    plan = read(draw("OKRs | Lead\nBE CLOSE | A\nVisits per week | B\nBE CLEAR | D\nPages cut | E\n"))
    assert outline(plan) == ["2 BE CLOSE", "  3 Visits per week", "4 BE CLEAR", "  5 Pages cut"]


def test_lines_of_text_are_read_by_their_looks_where_the_sheet_speaks_of_okrs():
    plan = read(
        draw(
            "*OKR 2026\n*Be close to people\nVisits per week doubled\nCalls answered in a minute\n*Be clear\nHalf the pages\n"
        )
    )
    assert outline(plan) == [
        "2 Be close to people",
        "  3 Visits per week doubled",
        "  4 Calls answered in a minute",
        "5 Be clear",
        "  6 Half the pages",
    ]
    assert is_refused(draw("*Shopping\n*Vegetables\nCarrots\nPeas\n*Fruit\nApples\n", "List"))


def test_stairs_of_text_without_any_header():
    plan = read(
        draw(
            "Our OKRs Q3 2026\nBe close to people\n | Visits per week doubled\n | Calls answered\nBe clear\n | Half the pages\n"
        )
    )
    assert outline(plan) == [
        "2 Be close to people",
        "  3 Visits per week doubled",
        "  4 Calls answered",
        "5 Be clear",
        "  6 Half the pages",
    ]


def test_plain_lines_below_labelled_objectives_are_key_results():
    plan = read(
        draw(
            "OKR 2026\nObjective 1: Be close\nVisits per week doubled\nObjective 2: Be clear\nHalf the pages\nKey results:\n"
        )
    )
    assert outline(plan) == ["2 Be close", "  3 Visits per week doubled", "4 Be clear", "  5 Half the pages"]


def test_a_line_key_results_announces_them():
    plan = read(
        draw(
            "Objective: Be close\nOwner: Ann\nKey results:\nVisits doubled\nCalls answered\nInitiative: a van\n", "OKR"
        )
    )
    assert outline(plan) == ["1 Be close", "  4 Visits doubled", "  5 Calls answered"]
    assert plan.objectives[0].owners == ("Ann",)


def test_a_log_of_check_ins_is_no_plan():
    table = "Objective | Key Result | Target\nServe faster | Wait time | 5\n | Calls lost | 2\n"
    log = (
        "Date | Key Result | Value | Confidence\n2026-02-02 | Wait time | 9 | High\n2026-03-02 | Wait time | 7 | High\n"
    )
    assert outline(read(draw(table), draw(log, "Log"))) == ["2 Serve faster", "  2 Wait time", "  3 Calls lost"]


def test_a_guide_is_read_only_where_nothing_else_is_there():
    guide = draw("Objective | Key Result\nGreat team | Hire to plan\n", "How to")
    assert outline(read(guide)) == ["2 Great team", "  2 Hire to plan"]
    assert outline(read(guide, draw("Objective | Key Result\nServe faster | Wait time\n"))) == [
        "2 Serve faster",
        "  2 Wait time",
    ]


def test_what_cannot_be_read_is_none_and_pointed_at():
    plan = read(
        draw("""
Objective | Key Result | Baseline | Target | Due
Serve faster | Wait time | 9 | about five or so | 30/06/2026
 | Calls lost | 12 | 4 | ASAP
 | Complaints | 14 | yes | tbd
 | Refunds | 3 | 1 | Q3 2026
""")
    )
    assert [(item.field, item.typed, item.ref.cells[item.field]) for item in plan.unreadable] == [
        ("target", "about five or so", "D2"),
        ("due", "ASAP", "E3"),
    ]
    assert [result.due for result in results(plan)] == [date(2026, 6, 30), None, None, date(2026, 9, 30)]


def test_words_in_a_column_of_words_are_no_slips():
    plan = read(
        draw("Objective | Key Result | Target\nServe faster | A new desk | opened\n | A new phone line | in use\n")
    )
    assert plan.unreadable == ()
    assert results(plan)[0].typed["target"] == "opened"


def test_the_plan_says_what_the_sheet_has_a_place_for():
    plan = read(
        draw(
            "Objective | Key Result | Owner | Score | Last check-in\nServe faster | Wait time | | 0.4 | 2026-05-04\n",
            "Desk",
        )
    )
    assert plan.provides == {
        "title",
        "objective",
        "key_result",
        "owner",
        "score",
        "progress",
        "last_check_in",
        "structure",
    }
    result = results(plan)[0]
    assert (result.progress, result.score, result.last_check_in) == (0.4, 0.4, date(2026, 5, 4))
    assert result.ref.cells["progress"] == "D2"


def test_an_identity_survives_sorting_and_new_rows():
    header, first, second = "Objective | Key Result\n", "Serve faster | Wait time\n", "Cost less | Rent\n"
    keys = {result.title: result.key for result in results(read(draw(header + first + second)))}
    sorted_keys = {
        result.title: result.key for result in results(read(draw("Note: new\n\n" + header + second + first)))
    }
    assert keys == sorted_keys


def test_an_id_is_the_identity_where_there_is_one():
    sheet = "ID | Type | Title\nO1 | Objective | {}\nKR1 | Key Result | Wait time\n"
    one, other = (read(draw(sheet.format(title))) for title in ("Serve faster", "Serve people faster"))
    assert one.objectives[0].key == other.objectives[0].key


def test_directions_weights_ambition_and_metric_are_read():
    plan = read(
        draw("""
Objective | Ambition | Weight | Key Result | Metric | Direction | Target
Serve faster | Aspirational | 40% | Wait time | minutes waited | Decrease | 3
 | | | Calls answered | share answered | Increase | 95%
""")
    )
    assert (plan.objectives[0].ambition, plan.objectives[0].weight) == ("aspirational", 40)
    assert [(result.metric, result.direction) for result in results(plan)] == [
        ("minutes waited", "down"),
        ("share answered", "up"),
    ]


def test_a_million_empty_rows_cost_next_to_nothing():
    rows = [["Objective", "Key Result"], ["Serve faster", "Wait time"], *([] for _ in range(1_048_574))]
    assert outline(read(Grid("OKR", rows))) == ["2 Serve faster", "  2 Wait time"]


def test_strange_cells_break_nothing():
    odd = ["\x00", "\u202eright to left", "🙂" * 40, "x" * 32_767, "=1+1", True, date(2026, 1, 1), 1e308, None]
    rows = [["Objective", "Key Result", "Target"], *([value, value, value] for value in odd)]
    read(Grid("OKR", rows))


def test_duplicate_and_empty_headers_break_nothing():
    plan = read(draw("Objective | Objective | Key Result | Key Result | | Target\nA goal | | Fewer calls | | x | 3\n"))
    assert "  2 Fewer calls" in outline(plan)


def test_a_metric_beside_each_objective_is_a_key_result_only_where_the_sheet_speaks_of_okrs():
    table = "Goal | Metric | Baseline | Target | Actual\nBe close | Visits per week | 10 | 20 | 12\nBe clear | Pages | 40 | 10 | 30\n"
    assert outline(read(draw(table, "OKR 2026"))) == ["2 Be close", "  2 Visits per week", "3 Be clear", "  3 Pages"]
    assert is_refused(draw(table, "Scorecard"))


def test_an_expected_result_with_its_values_is_a_key_result():
    plan = read(
        draw("Objectif | Résultat attendu | Départ | Cible\nÊtre proche | Visites par semaine | 10 | 20\n", "Feuil1")
    )
    assert outline(plan) == ["2 Être proche", "  2 Visites par semaine"]


def test_a_title_column_before_the_key_results_holds_the_objectives():
    plan = read(draw("Name | Key Results | Owner\nBe close | Visits doubled | Ann\nBe clear | Half the pages | Bo\n"))
    assert outline(plan) == ["2 Be close", "  2 Visits doubled", "3 Be clear", "  3 Half the pages"]


def test_long_tables_learn_from_a_sample():
    rows = [["Objective", "Key Result", "Target"]]
    rows += [[f"Serve town {number // 3}", f"Calls from town {number}", "1.234,5"] for number in range(4000)]
    plan = read(Grid("OKR", rows))
    assert len(results(plan)) == 4000
    assert results(plan)[-1].target == 1234.5


def test_every_layout_is_named_with_its_confidence():
    table = read(draw("Objective | Key Result\nServe faster | Wait time\n", "Desk")).tables[0]
    assert (table.layout, table.header_row, table.first_row, table.last_row) == ("rows", 1, 2, 2)
    assert table.confidence > 0.9


def test_headings_without_a_label_are_the_objectives_of_the_tables_below_them():
    plan = read(
        draw("""
*Our OKRs Q3 2026

*Be close to people
Lead: Ann
Contributes to: Win the town
Key Result | Baseline | Target
Visits per week | 10 | 20

*Be clear
Key Result | Baseline | Target
Pages in the letter | 40 | 10
""")
    )
    assert outline(plan) == ["3 Be close to people", "  7 Visits per week", "9 Be clear", "  11 Pages in the letter"]
    assert (plan.objectives[0].owners, plan.objectives[0].parents) == (("Ann",), ("Win the town",))


def test_the_title_of_a_sheet_is_no_objective():
    plan = read(draw("*Marketing OKRs Q3 2026\nKey Result | Baseline | Target\nVisits per week | 10 | 20\n"))
    assert outline(plan) == ["? 3 Visits per week"]


def test_a_line_above_a_list_of_key_results_is_their_objective():
    plan = read(
        draw("Marketing OKRs Q3 2026\n*Be close to people\nKey Result | Baseline | Target\nVisits per week | 10 | 20\n")
    )
    assert outline(plan) == ["2 Be close to people", "  4 Visits per week"]


def test_a_team_in_a_cell_of_its_own_above_the_table():
    plan = read(draw("Team | Marketing\nLevel | Team\n\nObjective | Key Result\nBe close | Visits doubled\n"))
    assert (plan.objectives[0].team, plan.objectives[0].level) == ("Marketing", "team")


def test_a_table_with_a_group_row_above_its_headers():
    plan = read(
        draw(
            """
Objective | | Key result | |
Title | Owner | Title | Owner | Target
Be close | Ann | Visits per week | Bo | 20
""",
            merges=((1, 1, 1, 2), (1, 3, 1, 5)),
        )
    )
    assert outline(plan) == ["3 Be close", "  3 Visits per week"]
    assert (plan.objectives[0].owners, results(plan)[0].owners) == (("Ann",), ("Bo",))


def test_blocks_without_blank_rows_between_them():
    plan = read(
        draw("""
*Nos OKR T1 2026
*Des rayons pleins
Résultat clé | Note
Ruptures divisées par deux | 30 %
*Des clients fidèles
Résultat clé | Note
Panier moyen à 42 € | 60 %
""")
    )
    assert outline(plan) == [
        "2 Des rayons pleins",
        "  4 Ruptures divisées par deux",
        "5 Des clients fidèles",
        "  7 Panier moyen à 42 €",
    ]
