"""Whole sheets in seven languages and every layout, with the traps that real ones have."""

from __future__ import annotations

from datetime import date

from drawn_sheets import draw, is_refused, outline, read, results, values


def test_a_german_sheet_with_soll_and_ist():
    plan = read(
        draw("""
OKR Vertrieb – 3. Quartal 2026

Nr. | Ziel | Verantwortlich | Schlüsselergebnis | Startwert | Soll | Ist | Fortschritt | Fällig am | Bemerkung
1 | Kunden bleiben gern bei uns | Jana Krüger | Kündigungsquote pro Monat | 4,2 % | 2,5 % | 3,9 % | 18 % | 30.09.2026 | läuft
 | | | Weiterempfehlung (NPS) | 31 | 45 | 36 | 36 % | 30.09.2026 |
2 | Angebote in Stunden statt Tagen | Tim Vogel | Zeit bis zum Angebot in Stunden | 52 | 8 | k. A. | | 15.08.2026 |
 | | | Umsatz aus Neukunden | 1.250.000 € | 2 Mio. € | 1.400.500,50 € | 20 % | 30.09.2026 |
Durchschnitt | | | | | | | 25 % | |
""")
    )
    assert outline(plan) == [
        "4 Kunden bleiben gern bei uns",
        "  4 Kündigungsquote pro Monat",
        "  5 Weiterempfehlung (NPS)",
        "6 Angebote in Stunden statt Tagen",
        "  6 Zeit bis zum Angebot in Stunden",
        "  7 Umsatz aus Neukunden",
    ]
    assert values(plan) == [(4.2, 2.5, 3.9), (31, 45, 36), (52, 8, None), (1250000, 2000000, 1400500.5)]
    assert [objective.owners for objective in plan.objectives] == [("Jana Krüger",), ("Tim Vogel",)]
    assert results(plan)[0].due == date(2026, 9, 30)
    assert plan.objectives[0].period.text == "3. Quartal 2026"


def test_a_german_ziel_column_of_numbers_is_the_target():
    plan = read(
        draw("""
Objective | Key Result | Start | Ziel | Aktuell | Zuversicht (1-10)
Pünktlich liefern | Quote pünktlicher Lieferungen | 81% | 95% | 88% | 7
 | Reklamationen je Woche | 14 | 5 | 11 | 4
""")
    )
    assert values(plan) == [(81, 95, 88), (14, 5, 11)]
    assert [result.confidence for result in results(plan)] == [0.7, 0.4]


def test_a_spanish_sheet_with_meta_as_target_and_tipo_meta_beside_it():
    plan = read(
        draw("""
Objetivo | Resultado clave | Tipo de meta | Línea base | Meta | Real | Avance | Responsable | Fecha límite
Que los clientes vuelvan | Clientes que repiten en 90 días | Maximizar | 22,5 % | 35 % | 27 % | 36 % | Ana Gil y Luis Mora | 30/09/2026
 | Tiempo de respuesta (horas) | Minimizar | 26 | 6 | 19 | 35 % | Luis Mora | 15/08/2026
Promedio general | | | | | | 35 % | |
""")
    )
    assert outline(plan) == [
        "2 Que los clientes vuelvan",
        "  2 Clientes que repiten en 90 días",
        "  3 Tiempo de respuesta (horas)",
    ]
    assert values(plan) == [(22.5, 35, 27), (26, 6, 19)]
    assert [result.direction for result in results(plan)] == ["up", "down"]
    assert results(plan)[0].owners == ("Ana Gil", "Luis Mora")


def test_a_portuguese_sheet_with_ids():
    plan = read(
        draw("""
ID | Descrição | Dono | Inicial | Alvo | Atual | Prazo
O1 | Ser a loja preferida do bairro | Rita Sousa | | | |
KR1.1 | Nota média no Google | Rita Sousa | 4,1 | 4,6 | 4,3 | 30/09/2026
KR1.2 | Vendas por mês | João Pinto | R$ 80 mil | R$ 120 mil | R$ 95 mil | 30/09/2026
O2 | Equipe que quer ficar | Caio Reis | | | |
KR2.1 | Saídas voluntárias no trimestre | Caio Reis | 6 | 2 | 4 | 30/09/2026
""")
    )
    assert outline(plan) == [
        "2 Ser a loja preferida do bairro",
        "  3 Nota média no Google",
        "  4 Vendas por mês",
        "5 Equipe que quer ficar",
        "  6 Saídas voluntárias no trimestre",
    ]
    assert values(plan) == [(4.1, 4.6, 4.3), (80000, 120000, 95000), (6, 2, 4)]


def test_a_dutch_sheet_with_numbered_titles():
    plan = read(
        draw("""
Doelen en kernresultaten K3 2026
Doel / kernresultaat | Eigenaar | Nulmeting | Streefwaarde | Huidige stand | Voortgang
1. Reizigers komen op tijd aan | Femke de Boer | | | |
1.1 Stiptheid van de treinen | Femke de Boer | 88,4% | 93% | 90,1% | 37%
1.2 Uitval per week | Bram Kok | 46 | 20 | 31 | 58%
2. Een werkplek om te blijven | Sanne Vos | | | |
2.1 Verzuim | Sanne Vos | 7,1% | 5% | 6,6% | 24%
Gemiddelde | | | | | 40%
""")
    )
    assert outline(plan) == [
        "3 Reizigers komen op tijd aan",
        "  4 Stiptheid van de treinen",
        "  5 Uitval per week",
        "6 Een werkplek om te blijven",
        "  7 Verzuim",
    ]
    assert values(plan)[0] == (88.4, 93, 90.1)


def test_an_italian_sheet_of_blocks():
    plan = read(
        draw("""
*OKR 2026 – Cooperativa Il Seme

*Obiettivo 1: Portare più famiglie nei nostri negozi
Responsabile: Marta Leone
*Risultato chiave | *Partenza | *Target | *Attuale | *Scadenza
Famiglie socie attive | '1.200 | '1.800 | '1.350 | 31/12/2026
Scontrino medio | € 18,40 | € 22,00 | € 19,10 | 31/12/2026

*Obiettivo 2: Ridurre gli sprechi
Responsabile: Paolo Neri
*Risultato chiave | *Partenza | *Target | *Attuale | *Scadenza
Invenduto sul fatturato | 6,5% | 3% | 5,2% | 31/12/2026
""")
    )
    assert outline(plan) == [
        "3 Portare più famiglie nei nostri negozi",
        "  6 Famiglie socie attive",
        "  7 Scontrino medio",
        "9 Ridurre gli sprechi",
        "  12 Invenduto sul fatturato",
    ]
    assert [objective.owners for objective in plan.objectives] == [("Marta Leone",), ("Paolo Neri",)]
    assert values(plan) == [(1200, 1800, 1350), (18.4, 22, 19.1), (6.5, 3, 5.2)]
    assert plan.objectives[1].period.text == "2026"


def test_blocks_with_the_label_and_the_title_in_two_cells():
    plan = read(
        draw("""
Company OKRs Q2 2026
Objective 1 | Every order leaves the warehouse the same day | Owner: | Ines
Key Result | Baseline | Target | Current
Orders shipped same day | 71% | 95% | 80%
Picking errors per 1,000 lines | 9 | 3 | 7

Objective 2 | People like working here | Owner: | Omar
Key Result | Baseline | Target | Current
Voluntary leavers per quarter | 11 | 5 | 9
""")
    )
    assert outline(plan) == [
        "2 Every order leaves the warehouse the same day",
        "  4 Orders shipped same day",
        "  5 Picking errors per 1,000 lines",
        "7 People like working here",
        "  9 Voluntary leavers per quarter",
    ]
    assert plan.objectives[1].owners == ("Omar",)


def test_one_header_and_objective_headings_merged_across_the_table():
    plan = read(
        draw(
            """
Résultat clé | Porteur | Valeur initiale | Cible | Réalisé
*Objectif 1 : Des familles bien accueillies
Délai de réponse aux familles (jours) | Léa | 12 | 3 | 8
Places attribuées avant le 30 juin | Léa | 61 % | 90 % | 70 %
*Objectif 2 : Des équipes stables
Contrats renouvelés | Hugo | 70 % | 85 % | 74 %
""",
            merges=((2, 1, 2, 5), (5, 1, 5, 5)),
        )
    )
    assert outline(plan) == [
        "2 Des familles bien accueillies",
        "  3 Délai de réponse aux familles (jours)",
        "  4 Places attribuées avant le 30 juin",
        "5 Des équipes stables",
        "  6 Contrats renouvelés",
    ]


def test_two_tabs_joined_by_id():
    plan = read(
        draw(
            """
Objective ID | Objective | Owner | Team | Quarter
O1 | Make invoices a non-event | Dana | Billing | Q3 2026
O2 | Sell where we are not known | Priya | Sales | Q3 2026
""",
            "Objectives",
        ),
        draw(
            """
KR ID | Objective ID | Key Result | Owner | Start | Target | Current | Due date
KR1 | O1 | Invoices paid within 10 days | Leo | 54% | 80% | 61% | 2026-09-30
KR2 | O2 | Deals won outside the home market | Mia | 3 | 20 | 8 | 2026-09-30
KR3 | O1 | Invoice disputes per month | Leo | 41 | 10 | 30 | 2026-08-31
KR4 | O9 | Belongs to nothing | Leo | 1 | 2 | 1 |
""",
            "Key Results",
        ),
    )
    assert outline(plan) == [
        "2 Make invoices a non-event",
        "  2 Invoices paid within 10 days",
        "  4 Invoice disputes per month",
        "3 Sell where we are not known",
        "  3 Deals won outside the home market",
        "? 5 Belongs to nothing",
    ]
    assert plan.objectives[0].team == "Billing"
    assert plan.objectives[0].ref.container == "Objectives"
    assert plan.objectives[0].key_results[0].ref.container == "Key Results"


def test_three_tabs_joined_by_numbers_in_french():
    plan = read(
        draw(
            """
N° | Objectif | Pilote | Période
1 | Rendre la ville plus respirable | Awa Diop | T3 2026
2 | Des démarches sans attente | Marc Petit | T3 2026
""",
            "Objectifs",
        ),
        draw(
            """
N° | N° objectif | Résultat clé | Responsable | Départ | Cible
1 | 1 | Jours de pic de pollution | Awa Diop | 24 | 15
2 | 1 | Kilomètres de pistes cyclables | Jean Roy | 31 | 48
3 | 2 | Attente moyenne au guichet (min) | Marc Petit | 42 | 15
""",
            "Résultats clés",
        ),
        draw(
            """
Date | N° KR | Valeur | Commentaire
2026-07-15 | 1 | 22 | début d’été
2026-08-15 | 1 | 20 |
""",
            "Points",
        ),
    )
    assert outline(plan) == [
        "2 Rendre la ville plus respirable",
        "  2 Jours de pic de pollution",
        "  3 Kilomètres de pistes cyclables",
        "3 Des démarches sans attente",
        "  4 Attente moyenne au guichet (min)",
    ]


def test_an_objective_column_of_ids_points_to_the_other_tab():
    plan = read(
        draw(
            "ID | Objetivo | Equipo\nOB-1 | Crecer con calma | Ventas\nOB-2 | Cuidar al equipo | Personas\n",
            "Objetivos",
        ),
        draw(
            "Objetivo | Resultado clave | Valor inicial | Meta\nOB-1 | Ingresos recurrentes | 100 | 150\nOB-2 | Rotación | 12 | 6\n",
            "Resultados",
        ),
    )
    assert outline(plan) == ["2 Crecer con calma", "  2 Ingresos recurrentes", "3 Cuidar al equipo", "  3 Rotación"]


def test_key_results_side_by_side_in_german():
    plan = read(
        draw("""
Ziel | Verantwortlich | Schlüsselergebnis 1 | Zielwert 1 | Schlüsselergebnis 2 | Zielwert 2 | Schlüsselergebnis 3 | Zielwert 3
Wir liefern schneller | Jana | Lieferzeit in Tagen | 3 | Anteil Expresslieferungen | 40 % | |
Wir sind sichtbar | Tim | Besuche pro Monat | 50k | | | Anfragen pro Woche | 120
""")
    )
    assert outline(plan) == [
        "2 Wir liefern schneller",
        "  2 Lieferzeit in Tagen",
        "  2 Anteil Expresslieferungen",
        "3 Wir sind sichtbar",
        "  3 Besuche pro Monat",
        "  3 Anfragen pro Woche",
    ]
    assert [result.target for result in results(plan)] == [3, 40, 50000, 120]


def test_groups_of_columns_under_merged_headers():
    plan = read(
        draw(
            """
Objective | Owner | Key result 1 | | | Key result 2 | |
 | | Title | Target | Current | Title | Target | Current
Fewer surprises in production | Kim | Incidents per month | 4 | 9 | Alerts without action | 10 | 44
A site that sells | Noor | Conversion | 3.2% | 2.1% | | |
""",
            merges=((1, 3, 1, 5), (1, 6, 1, 8)),
        )
    )
    assert outline(plan) == [
        "3 Fewer surprises in production",
        "  3 Incidents per month",
        "  3 Alerts without action",
        "4 A site that sells",
        "  4 Conversion",
    ]
    assert [(result.target, result.current) for result in results(plan)] == [(4, 9), (10, 44), (3.2, 2.1)]


def test_the_same_headers_over_and_over_make_a_wide_table():
    plan = read(
        draw("""
Objectif | Résultat clé | Cible | Résultat clé | Cible
Une marque connue | Notoriété spontanée | 12 % | Citations presse | 40
Des stocks justes | Ruptures par mois | 5 | |
""")
    )
    assert outline(plan) == [
        "2 Une marque connue",
        "  2 Notoriété spontanée",
        "  2 Citations presse",
        "3 Des stocks justes",
        "  3 Ruptures par mois",
    ]
    assert [result.target for result in results(plan)] == [12, 40, 5]


def test_a_tree_without_types_is_split_by_who_has_children():
    plan = read(
        draw(
            """
ID | Parent ID | Title | Owner | Progress
1 | | Delight every new customer | Ann | 40%
2 | 1 | Time to first value under 5 minutes | Ann | 20%
3 | 1 | 60 % of trials activate in week one | Bo | 60%
4 | | Keep the lights on cheaply | Cy | 10%
5 | 4 | Hosting cost per customer down to 0.80 | Cy | 10%
""",
            "OKRs Q3",
        )
    )
    assert outline(plan) == [
        "2 Delight every new customer",
        "  3 Time to first value under 5 minutes",
        "  4 60 % of trials activate in week one",
        "5 Keep the lights on cheaply",
        "  6 Hosting cost per customer down to 0.80",
    ]


def test_a_tree_with_levels_in_italian():
    plan = read(
        draw("""
Codice | Codice padre | Tipo | Titolo | Livello | Responsabile | Avanzamento
A | | Obiettivo | Una regione senza sprechi | Azienda | Direzione | 30%
B | A | Obiettivo | Meno scarti in produzione | Reparto | Elena | 35%
C | B | Risultato chiave | Scarti dal 7% al 4% | | Elena | 50%
D | A | Risultato chiave | Costo dei rifiuti sotto 90.000 euro | | Direzione | 20%
""")
    )
    assert outline(plan) == [
        "2 Una regione senza sprechi",
        "  5 Costo dei rifiuti sotto 90.000 euro",
        "3 Meno scarti in produzione",
        "  4 Scarti dal 7% al 4%",
    ]
    assert plan.objectives[1].parents == ("Una regione senza sprechi",)
    assert [objective.level for objective in plan.objectives] == ["company", "division"]


def test_rows_of_actions_in_a_typed_sheet_are_left_out():
    plan = read(
        draw("""
Nivel | Descripción | Encargado | Estado
Objetivo | Un almacén sin errores | Rosa | 🟢
Resultado clave | Errores por mil líneas de 9 a 3 | Rosa | 🟠
Iniciativa | Comprar lectores nuevos | Iván | 🟢
Resultado clave | Inventario correcto al 99 % | Iván | 🔴
""")
    )
    assert outline(plan) == [
        "2 Un almacén sin errores",
        "  3 Errores por mil líneas de 9 a 3",
        "  5 Inventario correcto al 99 %",
    ]
    assert [result.status for result in results(plan)] == ["🟠", "🔴"]


def test_indentation_by_style():
    plan = read(
        draw("""
OKR | Responsible | Baseline | Target
Patients feel expected | Mary | |
>Waiting time at reception (min) | Mary | 22 | 10
>Calls answered in 60 s | John | 61% | 85%
Nurses stay | Paul | |
>Nurse turnover | Paul | 19% | 12%
""")
    )
    assert outline(plan) == [
        "2 Patients feel expected",
        "  3 Waiting time at reception (min)",
        "  4 Calls answered in 60 s",
        "5 Nurses stay",
        "  6 Nurse turnover",
    ]


def test_a_staircase_under_one_header():
    plan = read(
        draw("""
Ziele und Schlüsselergebnisse | | Verantwortlich | Ausgangswert | Zielwert
Schneller antworten | | Jana | |
 | Antwortzeit in Stunden | Jana | 30 | 4
 | Erstlösungsquote | Tim | 52% | 75%
Weniger Papier | | Ute | |
 | Gedruckte Seiten je Monat | Ute | 9000 | 2000
""")
    )
    assert outline(plan) == [
        "2 Schneller antworten",
        "  3 Antwortzeit in Stunden",
        "  4 Erstlösungsquote",
        "5 Weniger Papier",
        "  6 Gedruckte Seiten je Monat",
    ]


def test_only_filled_fields_tell_key_results():
    plan = read(
        draw("""
OKRs | Lead | From | To | Now
Be easy to buy from | Kim | | |
Checkout completion | Kim | 61% | 75% | 66%
Support contacts per order | Lee | 0.31 | 0.15 | 0.28
Be worth recommending | Ida | | |
NPS | Ida | 22 | 40 | 30
""")
    )
    assert outline(plan) == [
        "2 Be easy to buy from",
        "  3 Checkout completion",
        "  4 Support contacts per order",
        "5 Be worth recommending",
        "  6 NPS",
    ]


def test_bullets_below_headings_without_any_table():
    plan = read(
        draw(
            """
*Nos OKR – 2e semestre 2026

*Objectif 1 – Ouvrir la culture à tous
• 30 % de visiteurs venus pour la première fois
• 12 classes accueillies par mois

*Objectif 2 – Un lieu qui vit le soir
• 4 soirées complètes par mois
""",
            "S2",
        )
    )
    assert outline(plan) == [
        "3 Ouvrir la culture à tous",
        "  4 30 % de visiteurs venus pour la première fois",
        "  5 12 classes accueillies par mois",
        "7 Un lieu qui vit le soir",
        "  8 4 soirées complètes par mois",
    ]
    assert plan.objectives[0].period.text == "2e semestre 2026"


def test_a_card_of_labels_and_values():
    plan = read(
        draw(
            """
Objective | Turn visitors into regulars
Owner | Sofia Lind
Period | Q4 2026
KR1 | Repeat purchases within 60 days
Baseline | 18%
Target | 30%
KR2 | Newsletter subscribers
Baseline | 2,400
Target | 6,000
Objective | A kitchen without waste
Owner | Per Holm
KR1 | Food waste per guest (g)
Target | 40
""",
            "OKR cards",
        )
    )
    assert outline(plan) == [
        "1 Turn visitors into regulars",
        "  4 Repeat purchases within 60 days",
        "  7 Newsletter subscribers",
        "10 A kitchen without waste",
        "  12 Food waste per guest (g)",
    ]
    assert values(plan) == [(18, 30, None), (2400, 6000, None), (None, 40, None)]
    assert plan.objectives[1].owners == ("Per Holm",)


def test_a_tab_per_team_with_a_summary_in_front():
    team = """
Objective | Key Result | Baseline | Target
{0} is a joy | {0} NPS | 10 | 30
 | {0} tickets per week | 50 | 20
"""
    plan = read(
        draw(
            "Team | Objective | Progress\nSales | Sales is a joy | 20%\nSupport | Support is a joy | 30%\nAverage | | 25%\n",
            "Overview",
        ),
        draw(team.format("Sales"), "Sales"),
        draw(team.format("Support"), "Support"),
    )
    assert outline(plan) == [
        "2 Sales is a joy",
        "  2 Sales NPS",
        "  3 Sales tickets per week",
        "2 Support is a joy",
        "  2 Support NPS",
        "  3 Support tickets per week",
    ]
    assert [objective.team for objective in plan.objectives] == ["Sales", "Support"]


def test_two_objective_levels_in_one_row():
    plan = read(
        draw("""
Objectif entreprise | Objectif équipe | Résultat clé | Cible | Réalisé
Devenir la référence du vrac | Des magasins toujours pleins | Taux de rupture | 2 % | 5 %
Devenir la référence du vrac | | Rotation des stocks | 12 | 9
Devenir la référence du vrac | Des clients qui reviennent | Clients actifs à 90 jours | 60 % | 44 %
""")
    )
    assert outline(plan) == [
        "2 Devenir la référence du vrac",
        "2 Des magasins toujours pleins",
        "  2 Taux de rupture",
        "  3 Rotation des stocks",
        "4 Des clients qui reviennent",
        "  4 Clients actifs à 90 jours",
    ]
    assert plan.objectives[0].level == "company"
    assert plan.objectives[2].parents == ("Devenir la référence du vrac",)


def test_progress_drawn_as_bars_and_typed_in_many_ways():
    plan = read(
        draw("""
Objective | Key Result | Progress | Status
Grow | One | ▓▓▓░░ 60 % | 🟢
 | Two | 0.4 | 🟡
 | Three | 25 | 🔴
 | Four | 80%% | 🟢
 | Five | done | ✅
""")
    )
    assert [result.progress for result in results(plan)] == [0.6, 0.4, 0.25, 0.8, None]
    assert [result.status for result in results(plan)] == ["🟢", "🟡", "🔴", "🟢", "✅"]


def test_quarterly_targets_take_the_one_of_the_period():
    plan = read(
        draw("""
OKR 2026
Objectif | Résultat clé | Cible T1 | Cible T2 | Cible T3 | Cible T4 | Réalisé
Grandir | Abonnés | 100 | 200 | 300 | 400 | 180
 | Panier moyen | 10 | 11 | 12 | 13 | 10,5
""")
    )
    assert [result.target for result in results(plan)] == [400, 13]


def test_owners_in_two_columns_are_all_owners():
    plan = read(
        draw("""
Type | Title | Owner | Co-owner
Objective | Serve faster | Ann | Bo
Key Result | Wait under 3 min | Cy | Di
""")
    )
    assert plan.objectives[0].owners == ("Ann", "Bo")
    assert results(plan)[0].owners == ("Cy", "Di")


def test_a_spacer_column_does_not_cut_the_table():
    plan = read(
        draw("""
Objective | Key Result | | Baseline | Target | Owner
Serve faster | Wait time (min) | | 9 | 3 | Ann
 | Calls lost | | 12% | 4% | Bo
""")
    )
    assert values(plan) == [(9, 3, None), (12, 4, None)]
    assert results(plan)[1].owners == ("Bo",)


def test_task_lists_budgets_and_other_lists_are_refused():
    assert is_refused(
        draw(
            """
Task | Goal | Owner | Due | Status
Book the hall | Have room for 200 | Ann | 2026-05-01 | Done
Send invitations | Reach all members | Bo | 2026-06-01 | Open
""",
            "Plan",
        )
    )
    assert is_refused(
        draw(
            """
Posten | Budget | Ist | Abweichung | Ziel
Miete | 12000 | 12000 | 0 | halten
Reisen | 4000 | 5200 | 1200 | senken
""",
            "Budget 2026",
        )
    )
    assert is_refused(
        draw(
            """
Commercial | Objectif | Réalisé | Écart
Dupont | 120000 | 98000 | -22000
Martin | 90000 | 101000 | 11000
""",
            "Ventes",
        )
    )
    assert is_refused(
        draw(
            """
Company | Contact | Stage | Amount | Next step | Owner
Acme | Jo | Proposal | 12000 | Call | Ann
""",
            "Pipeline",
        )
    )
    assert is_refused(
        draw(
            """
Verbale riunione 12/05/2026
Obiettivo della riunione: decidere il calendario
• presenti: Anna, Luca
• decisione: si parte a giugno
""",
            "Verbale",
        )
    )
    assert is_refused(
        draw(
            """
Artikel | Aantal | Minimum | Leverancier
Schroeven | 1200 | 500 | Bouwman
""",
            "Voorraad",
        )
    )
    assert is_refused(
        draw(
            """
KPI | Baseline | Target | Actual | Owner
Churn | 4% | 3% | 3.5% | Ann
Revenue | 100 | 120 | 110 | Bo
""",
            "KPIs",
        )
    )
    assert is_refused(
        draw(
            """
Collaborateur | Objectif 2026 | Moyens | Échéance | Résultat attendu
Julie | Monter en compétence sur Excel | Formation | 30/06/2026 | Autonomie
""",
            "Entretiens",
        )
    )
    assert is_refused(
        draw(
            """
Fase | Objetivo | Actividad | Responsable | Inicio | Fin
1 | Preparar | Reunión inicial | Ana | 2026-01-01 | 2026-01-10
""",
            "Cronograma",
        )
    )


def test_okrsync_columns_and_its_tab_are_never_content():
    plan = read(
        draw(
            """
Objectif | Résultat clé | Cible | Score OKR | Alertes OKR
Grandir | Abonnés actifs | 100 | 62 | Départ manquant
""",
            "OKR",
        ),
        draw("OKR | Score OKR\nGrandir | 62\n", "Bilan OKR"),
    )
    assert outline(plan) == ["2 Grandir", "  2 Abonnés actifs"]
    assert results(plan)[0].score is None
    assert results(plan)[0].ref.cells["okrsync_score"] == "D2"
    assert {column.role for column in plan.tables[0].columns} >= {"okrsync_score", "okrsync_warnings"}


def test_headers_for_both_kinds_promise_key_results_that_nobody_has_written_yet():
    assert outline(read(draw("Objective | Key Result | Target\nServe faster | | \n", "Sheet1"))) == ["2 Serve faster"]


def test_a_column_of_objectives_alone_is_no_table_of_okrs():
    assert is_refused(draw("Objective | Room | Date\nMeet the press | 12 | 2026-05-04\n", "Sheet1"))
