"""One small report in French and English, with every kind of finding: what the formats are tried on."""

from __future__ import annotations

from okrsync.errors import UnreadableError
from okrsync.grades import Deduction, Score
from okrsync.model import Finding, KeyResult, Level, Objective, Period, Plan, Ref, Report, Severity

SOURCE = "okr équipe, T4.xlsx"


def _ref(row: int, column: str) -> Ref:
    return Ref(SOURCE, "OKR T4", row, f"id-{row}", {"title": f"{column}{row}", "owner": f"F{row}"})


def _finding(
    code: str,
    name: str,
    severity: Severity,
    message: str,
    suggestion: str | None,
    item: KeyResult | Objective,
    span: tuple[int, int] | None = None,
    field: str = "title",
    lang: str = "fr",
) -> Finding:
    kind = "objective" if isinstance(item, Objective) else "key_result"
    text = item.title if field == "title" else ""
    cell = item.ref.cells.get(field)
    place = (SOURCE, "OKR T4", item.ref.row, cell, field)
    return Finding(code, name, severity, 0.9, message, suggestion, lang, *place, text, span, kind, item.key, 15)


def sample() -> Report:
    """Return the report: two objectives, one under the other, an orphan, and five findings."""
    measured = KeyResult("kr-5", "Porter le NPS de 31 à 45 <b>net</b>", _ref(5, "C"), progress=0.55)
    vague = KeyResult("kr-4", "Améliorer l’accueil de nos 4 200 adhérents", _ref(4, "C"), progress=0.2)
    task = KeyResult("kr-8", "Install the 2nd kiln", _ref(8, "C"))
    orphan = KeyResult("kr-11", "Zéro accident", _ref(11, "C"))
    company = Objective(
        "ob-3",
        "Devenir l’atelier où l’on revient",
        _ref(3, "B"),
        level=Level.COMPANY,
        team="Direction",
        owners=("Inès",),
        period=Period("T4 2026"),
        progress=0.4,
        key_results=[vague, measured],
    )
    team = Objective(
        "ob-7",
        "Fire twice as much\nat the same cost",
        _ref(7, "B"),
        team="Four",
        parents=("devenir l’atelier où l’on  revient",),
        key_results=[task],
    )
    plan = Plan(SOURCE, "excel", [company, team], [orphan])
    error, warning, info = Severity.ERROR, Severity.WARNING, Severity.INFO
    unmeasured = "« 4 200 » dit combien d’adhérents, pas jusqu’où doit aller l’accueil."
    findings = [
        _finding("KR101", "unmeasurable-key-result", error, unmeasured, "De ⟨départ⟩ à ⟨cible⟩.", vague, (23, 28)),
        _finding("KR105", "vague-wording", warning, "« Améliorer » peut tout vouloir dire.", None, vague, (0, 9)),
        _finding("ST206", "missing-owner", info, "Personne n’est nommé : 100 % de flou.", None, vague, field="owner"),
        _finding("KR102", "key-result-is-task", warning, "This names work, not effect.", None, task, lang="en"),
        Finding(
            "ST201", "too-many-objectives", info, 0.9, "Deux objectifs, c’est bien.", None, "fr", SOURCE, None, 0,
            None, "plan", "", None, "plan", "plan", 0,
        ),
    ]  # fmt: skip
    lost = (Deduction("KR101", 35, findings[0].key), Deduction("KR105", 15, findings[1].key))
    scores = [
        Score("plan", "plan", "", 71, "C"),
        Score("ob-3", "objective", company.title, 75, "C"),
        Score("kr-4", "key_result", vague.title, 50, "D", lost),
        Score("kr-5", "key_result", measured.title, 100, "A"),
        Score("ob-7", "objective", team.title, 85, "B"),
        Score("kr-8", "key_result", task.title, 85, "B"),
    ]
    return Report(plan, findings, scores)


class BrokenError(UnreadableError):
    """A source that could not be read, with a sentence of its own: these tests are not about the words."""

    def text(self, language: str) -> str:
        """Return one sentence a language."""
        return {"fr": "« stock.xlsx » est vide."}.get(language, "“stock.xlsx” is empty.")


def broken() -> BrokenError:
    """Return an error to be reported beside the findings."""
    return BrokenError("sample.empty")
