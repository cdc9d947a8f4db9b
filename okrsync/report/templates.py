"""Where every HTML text of okrsync comes from: one strict environment, in which a value is never taken for markup."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined, Template


def html_template(package: str, name: str) -> Template:
    """Return the template `name` of `package`; a name that it uses and is not given raises UndefinedError."""
    environment = Environment(
        loader=PackageLoader(package, "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)
