"""News as a message: plain text, Markdown, or an HTML e-mail, in the language of its reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from okrsync.report.templates import html_template
from okrsync.wording import say

if TYPE_CHECKING:
    from okrsync.model import Language
    from okrsync.rituals.news import Line, News, Section

FORMATS = ("text", "markdown", "html")


class Message(NamedTuple):
    """One message in the forms that channels take."""

    subject: str
    text: str
    markdown: str
    html: str


def message(news: News, language: Language) -> Message:
    """Return the message that tells `news`."""
    subject = say(f"rituals.subject-{news.kind}", language)
    return Message(subject, _text(news, language), _markdown(news, language), _html(news, subject, language))


def _text(news: News, language: Language) -> str:
    lines = [_greeting(news, language), ""]
    for section in news.sections:
        lines += [_heading(section, language), ""]
        for line in section.lines:
            lines += [f"- {_title(line, language)}", f"  {line.link or line.place}"]
            lines += [f"  {said}" for said in line.says]
        lines += [*_more(section, language), ""]
    lines += [f"- {_score(title, score, language)}" for title, score in news.scores]
    lines += ["", _question(news, language)]
    return "\n".join(lines).strip() + "\n"


def _markdown(news: News, language: Language) -> str:
    lines = [_greeting(news, language), ""]
    for section in news.sections:
        lines += [f"**{_heading(section, language)}**", ""]
        for line in section.lines:
            title = _escaped(_title(line, language))
            linked = f"[{title}]({line.link})" if line.link else title
            lines.append(f"- {linked} — {_escaped(line.place)}")
            lines += [f"  - {_escaped(said)}" for said in line.says]
        lines += [*_more(section, language), ""]
    lines += [f"- {_escaped(_score(title, score, language))}" for title, score in news.scores]
    lines += ["", f"_{_question(news, language)}_"]
    return "\n".join(lines).strip() + "\n"


def _html(news: News, subject: str, language: Language) -> str:
    return html_template("okrsync.rituals", "message.html.jinja").render(
        news=news,
        subject=subject,
        language=language,
        greeting=_greeting(news, language),
        question=_question(news, language),
        heading=lambda section: _heading(section, language),
        title=lambda line: _title(line, language),
        more=lambda section: _more(section, language),
        score=lambda title, score: _score(title, score, language),
        footer=say("rituals.footer", language),
    )


def _greeting(news: News, language: Language) -> str:
    if news.reader is None:
        return say(f"rituals.intro-{news.kind}", language)
    return say(f"rituals.intro-{news.kind}-owner", language, name=news.reader.split()[0] if news.reader else "")


def _question(news: News, language: Language) -> str:
    return say(f"rituals.question-{news.kind}", language)


def _heading(section: Section, language: Language) -> str:
    return say(f"rituals.section-{section.name}", language)


def _title(line: Line, language: Language) -> str:
    if line.progress is None:
        return line.title
    return say("rituals.with-progress", language, title=line.title, percent=f"{line.progress * 100:.0f}")


def _score(title: str, score: float, language: Language) -> str:
    number = f"{score:.1f}" if language == "en" else f"{score:.1f}".replace(".", ",")
    return say("rituals.scored", language, title=title, score=number)


def _more(section: Section, language: Language) -> list[str]:
    return [say("rituals.more", language, count=section.more)] if section.more else []


def _escaped(text: str) -> str:
    """Return people's words so that none of their signs becomes Markdown."""
    return "".join(f"\\{sign}" if sign in r"\`*_[]<>#" else sign for sign in text)
