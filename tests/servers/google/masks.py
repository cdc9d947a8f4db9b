"""Field masks: which parts of a message are asked for, or are to be changed."""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING, Any

from tests.servers.google.errors import RPC, ApiError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.servers.google.contract import Contract

Mask = dict[str, Any]
"""Field → mask of what is in it; an empty mask means everything."""


def parse(text: str) -> Mask:
    """Read `a,b(c,d/e),f.g`; `*` is the empty mask. Raises ValueError where brackets or commas do not add up."""
    bare = text.replace(" ", "")
    tokens = deque(re.findall(r"[\w*$-]+|[(),./]", bare))
    if "".join(tokens) != bare:
        raise ValueError(text)
    mask = _fields(tokens)
    if tokens:
        raise ValueError(text)
    return {} if "*" in mask else mask


def _fields(tokens: deque[str]) -> Mask:
    mask: Mask = {}
    while True:
        path = [_name(tokens)]
        while tokens and tokens[0] in {".", "/"}:
            tokens.popleft()
            path.append(_name(tokens))
        inner: Mask = {}
        if tokens and tokens[0] == "(":
            tokens.popleft()
            inner = _fields(tokens)
            if not tokens or tokens.popleft() != ")":
                raise ValueError(")")
        _add(mask, path, inner)
        if not tokens or tokens[0] != ",":
            return mask
        tokens.popleft()


def _name(tokens: deque[str]) -> str:
    if not tokens or tokens[0] in set("(),./"):
        raise ValueError(tokens)
    return tokens.popleft()


def _add(mask: Mask, path: list[str], inner: Mask) -> None:
    """Add a field and what is asked for within it; what is already asked for as a whole stays whole."""
    if path[-1] == "*" and len(path) > 1:
        path = path[:-1]
    for name in path[:-1]:
        if mask.get(name) == {}:
            return
        mask = mask.setdefault(name, {})
    known = mask.get(path[-1])
    if known == {} or not inner or "*" in inner:
        mask[path[-1]] = {}
        return
    below = mask.setdefault(path[-1], {})
    for name, further in inner.items():
        _add(below, [name], further)


def all_of(names: Iterable[str]) -> Mask:
    """Return the mask of these fields with all that is in them."""
    return {name: {} for name in names}


def check(mask: Mask, contract: Contract, schema: str, path: str = "") -> str | None:
    """Return the path of the first field of `mask` that `schema` does not have, None where all are there."""
    told = contract.schemas[schema].get("properties", {})
    for name, inner in mask.items():
        here = f"{path}.{name}" if path else name
        if name == "*":
            continue
        if name not in told:
            return here
        below = told[name].get("$ref") or told[name].get("items", {}).get("$ref")
        if inner and below is None and told[name]["type"] != "object":
            return f"{here}.{next(iter(inner))}"
        if inner and below:
            wrong = check(inner, contract, below, here)
            if wrong:
                return wrong
    return None


def of_answer(text: str, contract: Contract, schema: str) -> Mask:
    """Read the parameter `fields`; ApiError in Google's words where it names what is not there."""
    try:
        mask = parse(text)
        wrong = check(mask, contract, schema)
    except ValueError:
        wrong = text
    if wrong is not None:
        text = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{wrong}'."
        violation = {"field": wrong, "description": text}
        raise ApiError(400, "", [{"@type": RPC + "BadRequest", "fieldViolations": [violation]}])
    return mask


def of_update(text: str | None, contract: Contract, schema: str) -> Mask:
    """Read the field `fields` of an update; RefusedError where it is empty or names what is not there."""
    if not text:
        raise RefusedError("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    try:
        mask = parse(text)
    except ValueError:
        raise RefusedError(f"Invalid field mask: {text}") from None
    wrong = check(mask, contract, schema)
    if wrong is not None:
        raise RefusedError(f"Invalid field: {wrong}")
    return mask


def keep(content: Any, mask: Mask) -> Any:
    """Return what `mask` leaves of `content`; an object stays, empty, where none of its fields is asked for."""
    if not mask or not isinstance(content, dict | list):
        return content
    if isinstance(content, list):
        return [keep(item, mask) for item in content]
    return {name: keep(inner, mask[name]) for name, inner in content.items() if name in mask}


def change(target: dict[str, Any], source: dict[str, Any], mask: Mask) -> dict[str, Any]:
    """Return `target` with the fields of `mask` as they are in `source`; what `source` lacks is cleared."""
    if not mask:
        return dict(source)
    changed = dict(target)
    for name, inner in mask.items():
        new = source.get(name)
        if inner and isinstance(new, dict | None) and isinstance(changed.get(name, {}), dict):
            part = change(changed.get(name, {}), new or {}, inner)
            if part or name in source:
                changed[name] = part
                continue
            new = None
        if new is None:
            changed.pop(name, None)
        else:
            changed[name] = new
    return changed
