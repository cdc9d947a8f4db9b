"""Tables that point at each other, templates left empty, and what only looks like OKRs."""

from __future__ import annotations

from drawn_sheets import draw, is_refused, outline, read, results, values


def test_objectives_that_contribute_to_others_stay_objectives_where_key_results_point_at_them():
    objectives = draw(
        """
ID | Objective | Contributes to
OB-1 | Loved by riders |
OB-2 | A calm app | OB-1
""",
        "Objectives",
    )
    measures = draw(
        """
ID | Objective ID | Key result | Start | Target
KR-1 | OB-2 | Crashes per week | 40 | 5
KR-2 | OB-1 | Rides per rider | 2 | 4
""",
        "Key results",
    )
    plan = read(objectives, measures)
    assert outline(plan) == ["2 Loved by riders", "  3 Rides per rider", "3 A calm app", "  2 Crashes per week"]
    assert plan.objectives[1].parents == ("Loved by riders",)


def test_an_objectives_id_under_another_name_joins_too():
    goals = draw("Ref | Goal | Owner\nG1 | Stay curious | Ann\nG2 | Waste nothing | Bo", "Goals")
    measures = draw("Ref | Goal ref | Key result | Target\nM1 | G2 | Bins a week | 3\nM2 | G1 | Courses | 9", "KRs")
    assert outline(read(goals, measures)) == [
        "2 Stay curious",
        "  3 Courses",
        "3 Waste nothing",
        "  2 Bins a week",
    ]


def test_goals_and_measures_may_share_a_column_by_indentation():
    plan = read(
        draw(
            """
Goals & measures | Lead | From | To
A street people sweep themselves | Mo | |
>Blocks with a sweeping day | Mo | 3 | 20
>Bags of litter | Eve | 90 | 30
""",
            "2026",
        )
    )
    assert outline(plan) == [
        "2 A street people sweep themselves",
        "  3 Blocks with a sweeping day",
        "  4 Bags of litter",
    ]


def test_one_cell_may_say_whence_and_whither():
    plan = read(
        draw("""
Objective | Key Result | From → To | Actual
Bread for all | Loaves a day | 18 → 50 | 22
 | Unsold | 12 -> 4 % | 9 %
 | Bakers trained | de 2 à 6 | 3
 | Ovens | 5 | 4
""")
    )
    assert values(plan) == [(18, 50, 22), (12, 4, 9), (2, 6, 3), (None, 5, 4)]
    assert results(plan)[1].unit == "%"


def test_a_baseline_of_its_own_outweighs_the_one_in_the_target():
    plan = read(draw("Objective | Key Result | Baseline | Target\nGrow | Members | 7 | 5 → 20"))
    assert values(plan) == [(7, 20, None)]


def test_helpers_are_no_owners_where_somebody_owns():
    plan = read(draw("Objective | Key Result | Lead | Contributors\nGrow | Members | Ann | Bo, Cy"))
    assert results(plan)[0].owners == ("Ann",)
    plan = read(draw("Objective | Key Result | Contributors\nGrow | Members | Bo, Cy"))
    assert results(plan)[0].owners == ("Bo", "Cy")


def test_a_template_that_nobody_filled_in_holds_no_okrs():
    assert is_refused(draw("Objective | Key Result | Owner\n<Objective 1> | <Key Result 1> | <Owner>"))
    assert is_refused(draw("Objective | Key Result\nInsert your objective here | Add key result"))
    assert is_refused(draw("OKR 2026\n\nObjectif | Résultat clé | Cible\nObjectif 1 | Résultat clé 1 |"))


def test_an_objective_known_by_its_number_only_keeps_its_key_results():
    plan = read(draw("Objective | Key Result | Target\nObjective 1 | Loaves a day | 50"))
    assert outline(plan) == ["2 Objective 1", "  2 Loaves a day"]


def test_a_glossary_and_minutes_hold_no_okrs():
    assert is_refused(draw("Term | Meaning\nObjective | What you want\nKey result | How you measure it\nKPI | Health"))
    minutes = """
Topic | Decision | Owner | Due
Key results for Q2 | To be drafted | Ann | 10 March
Budget | Approved | Bob | 12 March
"""
    assert is_refused(draw(minutes, "OKR review"))


def test_a_word_that_names_a_field_of_work_is_no_objective():
    plan = read(
        draw("""
Goal | Objective | Key Result | Target
Literacy | Every child reads with joy | Books a term | 6
Climate | Children come every day | Days missed | 4
""")
    )
    assert outline(plan) == [
        "2 Every child reads with joy",
        "  2 Books a term",
        "3 Children come every day",
        "  3 Days missed",
    ]


def test_letters_in_front_of_key_results_are_no_part_of_them():
    plan = read(draw("Objective | Key Result | Target\nGrow | a) Members | 20\n | b) Visits | 90"))
    assert [result.title for result in results(plan)] == ["Members", "Visits"]


def test_a_log_below_a_title_of_its_own_is_no_okr():
    plan = read(
        draw("""
Objective | Key Result | Target | Current
Be on time | Late trains | 5 | 9
 | Missed connections | 20 | 31

Check-in log
Date | Key Result | Value | Comment
2026-01-05 | Late trains | 12 | snow
2026-01-12 | Late trains | 9 |
""")
    )
    assert outline(plan) == ["2 Be on time", "  2 Late trains", "  3 Missed connections"]


def test_a_tree_of_goals_with_values_needs_no_other_word():
    rows = """
Goal ID | Name | Parent goal | Metric start | Metric target | Progress
1 | Support that people thank | | | | 40%
2 | Satisfied callers | Support that people thank | 82 | 92 | 40%
3 | Old tickets | Support that people thank | 300 | 50 | 32%
"""
    assert outline(read(draw(rows, "Export"))) == [
        "2 Support that people thank",
        "  3 Satisfied callers",
        "  4 Old tickets",
    ]
    assert is_refused(draw(rows.replace("Goal ID", "Task ID").replace("Parent goal", "Parent"), "Export"))


def test_a_metric_with_all_its_values_is_a_key_result_even_beside_tasks():
    plan = read(
        draw(
            "Objective | Metric | Initial | Target | Actual | Tasks\nShip calmly | Rollbacks | 9 | 2 | 5 | Test more",
            "OKR export",
        )
    )
    assert outline(plan) == ["2 Ship calmly", "  2 Rollbacks"]


def test_a_described_key_result_of_a_group_is_its_title():
    plan = read(
        draw(
            """
Objective | Key result 1 | | Key result 2 |
 | Description | Target | Description | Target
A menu people remember | New dishes | 12 | Photos posted | 80
""",
            merges=((1, 2, 1, 3), (1, 4, 1, 5)),
        )
    )
    assert outline(plan) == ["3 A menu people remember", "  3 New dishes", "  3 Photos posted"]
    assert [result.target for result in results(plan)] == [12, 80]


def test_a_quarter_above_all_blocks_is_the_period_of_each():
    plan = read(
        draw("""
Quarter | Q3 2026

Objective 1 | Builds people trust
Key results | Target
Flaky tests | 2

Objective 2 | Incidents that teach
Key results | Target
Repeat incidents | 1
""")
    )
    assert [objective.period.text for objective in plan.objectives if objective.period] == ["Q3 2026", "Q3 2026"]


def test_a_header_may_take_three_rows():
    plan = read(
        draw(
            """
What | | How far | | |
Objective | Key Result | Values | | | Owner
 | | Start | Target | Now |
Calm mornings | Alarms per shift | 90 | 40 | 71 | Fi
""",
            merges=((1, 1, 1, 2), (1, 3, 1, 6), (2, 3, 2, 5)),
        )
    )
    assert values(plan) == [(90, 40, 71)]
    assert results(plan)[0].owners == ("Fi",)


def test_a_row_of_examples_is_no_okr():
    assert is_refused(draw("Objective | Key Result | Target\ne.g. Grow | e.g. Members | e.g. 10"))
    assert is_refused(draw("Ziel | Key Result | Zielwert\nz. B. Wachsen | z. B. Mitglieder | 10"))


def test_what_is_reached_in_percent_is_progress_beside_a_current_value():
    plan = read(
        draw("Ziel | Key Result | Von | Auf | Aktuell | Erreicht in %\nMehr Jugend | Mitglieder | 0 | 40 | 18 | 45")
    )
    assert values(plan) == [(0, 40, 18)]
    assert results(plan)[0].progress == 0.45


def test_actions_and_budgets_that_name_objectives_do_not_take_them_away():
    okrs = draw("Objective | Key Result | Target\nGuests come back | Returning guests | 35\n | Complaints | 2")
    wanted = ["2 Guests come back", "  2 Returning guests", "  3 Complaints"]
    actions = draw("Objective | Action | Owner | Due\nGuests come back | Call them | Ana | 2026-06-01", "Actions")
    budget = draw("Item | Objective | Budget | Actual\nMailing | Guests come back | 2000 | 1500", "Budget")
    assert outline(read(okrs, actions)) == wanted
    assert outline(read(okrs, budget)) == wanted


def test_objectives_on_a_tab_of_their_own_are_named_by_their_titles():
    objectives = draw(
        "Team | Objective | Owner\nFront | Guests come back | Ana\nKitchen | Waste nothing | Cleo", "Goals"
    )
    okrs = draw("Objective | Key Result | Target\nGuests come back | Returning guests | 35\nWaste nothing | Bins | 2")
    plan = read(objectives, okrs)
    assert outline(plan) == ["2 Guests come back", "  2 Returning guests", "3 Waste nothing", "  3 Bins"]
    assert plan.objectives[0].ref.container == "Goals"
