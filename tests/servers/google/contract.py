"""The official contract of an API, its discovery document: which paths there are, what requests and answers hold."""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import googleapiclient

from tests.servers.google.errors import violations
from tests.servers.google.names import snake

DOCUMENTS = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents"

WRAPPERS = {
    "string": "TYPE_STRING",
    "boolean": "TYPE_BOOL",
    "int32": "TYPE_INT32",
    "uint32": "TYPE_UINT32",
    "int64": "TYPE_INT64",
    "double": "TYPE_DOUBLE",
    "float": "TYPE_FLOAT",
}

ONE_OF = {"ExtendedValue": "value", "Request": "kind", "DataFilter": "filter"}
"""Messages of which one field at most may be set, which the document does not tell → the name of the choice."""


class Method(NamedTuple):
    """One method of the API."""

    id: str
    verb: str
    pattern: re.Pattern[str]
    """Of the percent-encoded path."""
    parameters: dict[str, Any]
    """Those in the path and those in the query."""
    request: str | None
    answer: str | None
    scopes: tuple[str, ...]
    literal: int
    """How many characters of its path are fixed: the more, the more it fits."""


class Contract:
    """What one discovery document promises."""

    def __init__(self, name: str) -> None:
        document = json.loads((DOCUMENTS / f"{name}.json").read_bytes())
        self.name = name
        self.schemas: dict[str, Any] = document["schemas"]
        self.common: dict[str, Any] = document["parameters"]
        self.package = f"google.apps.{name}"
        self.methods = sorted(_methods(document, document["servicePath"]), key=lambda each: -each.literal)

    def find(self, verb: str, path: str) -> tuple[Method, dict[str, str]] | None:
        """Return the method that a request calls, and what its path holds (percent-encoded)."""
        for method in self.methods:
            found = method.pattern.fullmatch(path) if method.verb == verb else None
            if found:
                return method, found.groupdict()
        return None

    def check_query(self, method: Method, query: dict[str, list[str]]) -> dict[str, Any]:
        """Return the parameters as values; raise ApiError for one that the method does not know or cannot read."""
        wrong: list[tuple[str, str]] = []
        read: dict[str, Any] = {}
        for name, texts in query.items():
            told = method.parameters.get(name) or self.common.get(name)
            if told is None:
                unknown = f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. '
                wrong.append(("", f"{unknown}Field '{name}' could not be found in request message."))
                continue
            values = [_of_text(told, text) for text in texts]
            for text, value in zip(texts, values, strict=True):
                wrong += self._check(snake(name), told, value if value is not None else text, name)
            read[name] = values if told.get("repeated") else values[-1]
        if wrong:
            raise violations(wrong)
        return read

    def check_request(self, schema: str, body: Any, root: str = "") -> None:
        """Raise ApiError, as Google words it, where `body` is not what `schema` says."""
        wrong = self._check(root, {"$ref": schema}, body, schema)
        if wrong:
            raise violations(wrong)

    def breaches(self, schema: str, body: Any) -> list[str]:
        """Return what is wrong with an answer."""
        if self._fits({"$ref": schema}, body):
            return []  # far quicker than naming every place, and the rule
        return [text for _, text in self._check("", {"$ref": schema}, body, schema)]

    def _fits(self, told: dict[str, Any], value: Any) -> bool:
        """Tell whether nothing is wrong, without words."""
        if "$ref" in told:
            told = self.schemas[told["$ref"]]
        kind = told.get("type")
        if kind == "array":
            item = told["items"]
            return isinstance(value, list) and all(self._fits(item, each) for each in value)
        if kind == "object":
            if not isinstance(value, dict):
                return False
            if "additionalProperties" in told:
                return all(self._fits(told["additionalProperties"], each) for each in value.values())
            fields = told.get("properties", {})
            return all(name in fields and self._fits(fields[name], each) for name, each in value.items())
        return kind == "any" or _is_scalar(told, value)

    def _check(self, path: str, told: dict[str, Any], value: Any, schema: str) -> list[tuple[str, str]]:
        if value is None:
            return []  # as if it were not there
        if "$ref" in told:
            return self._check_message(path, told["$ref"], value)
        kind = told.get("type")
        if kind == "array":
            return self._check_array(path, told, value, schema)
        if kind == "object":
            return self._check_map(path, told, value, schema)
        if kind == "any" or _is_scalar(told, value):
            return []
        return [_invalid(path, self._type_name(told, schema), value)]

    def _check_message(self, path: str, schema: str, value: Any) -> list[tuple[str, str]]:
        told = self.schemas[schema]
        if not isinstance(value, dict):
            return [_invalid(path, f"type.googleapis.com/{self.package}.{schema}", value)]
        if "additionalProperties" in told:
            return self._check_map(path, told, value, schema)
        wrong: list[tuple[str, str]] = []
        chosen = [name for name in value if value[name] is not None] if schema in ONE_OF else []
        for second in chosen[1:]:
            text = f"oneof field '{ONE_OF[schema]}' is already set. Cannot set '{second}'"
            wrong.append((path, f"Invalid value at '{path}' (oneof), {text}"))
        properties = told.get("properties", {})
        for name, inner in value.items():
            if name not in properties:
                at = f" at '{path}'" if path else ""
                text = f'Invalid JSON payload received. Unknown name "{name}"{at}: Cannot find field.'
                wrong.append((path, text))
                continue
            wrong += self._check(f"{path}.{snake(name)}" if path else snake(name), properties[name], inner, name)
        return wrong

    def _check_array(self, path: str, told: dict[str, Any], value: Any, schema: str) -> list[tuple[str, str]]:
        item = told["items"]
        if not isinstance(value, list):
            return [_invalid(path, self._type_name(item, schema), value)]
        return [
            found for index, inner in enumerate(value) for found in self._check(f"{path}[{index}]", item, inner, schema)
        ]

    def _check_map(self, path: str, told: dict[str, Any], value: Any, schema: str) -> list[tuple[str, str]]:
        if not isinstance(value, dict):
            return [_invalid(path, "type.googleapis.com/google.protobuf.Struct", value)]
        inner = told.get("additionalProperties", {"type": "any"})
        return [found for name, each in value.items() for found in self._check(f"{path}.{name}", inner, each, schema)]

    def _type_name(self, told: dict[str, Any], schema: str) -> str:
        if "$ref" in told:
            return f"type.googleapis.com/{self.package}.{told['$ref']}"
        if told["type"] == "array":
            return "type.googleapis.com/google.protobuf.ListValue"
        if "enum" in told:
            return f"type.googleapis.com/{self.package}.{schema[0].upper()}{schema[1:]}"
        return WRAPPERS.get(told.get("format", ""), WRAPPERS.get(told["type"], "TYPE_STRING"))


@functools.cache
def contract(name: str) -> Contract:
    """Return the contract of sheets.v4 or drive.v3, read once."""
    return Contract(name)


def _methods(resource: dict[str, Any], service_path: str) -> list[Method]:
    found = []
    for told in resource.get("methods", {}).values():
        path = service_path + told["path"]
        pieces = re.split(r"\{\+?(\w+)\}", path)
        pattern = "".join(re.escape(piece) if i % 2 == 0 else f"(?P<{piece}>[^/]+)" for i, piece in enumerate(pieces))
        found.append(
            Method(
                told["id"],
                told["httpMethod"],
                re.compile("/" + pattern),
                told.get("parameters", {}),
                told.get("request", {}).get("$ref"),
                told.get("response", {}).get("$ref"),
                tuple(told.get("scopes", ())),
                sum(len(piece) for piece in pieces[::2]),
            )
        )
    for inner in resource.get("resources", {}).values():
        found += _methods(inner, service_path)
    return found


def _of_text(told: dict[str, Any], text: str) -> Any:
    """Return the value of a query parameter, None where it is not of its type."""
    if told["type"] == "boolean":
        return {"true": True, "false": False}.get(text.lower())
    if told["type"] == "integer":
        return int(text) if re.fullmatch(r"-?\d+", text) else None
    return text


def _is_scalar(told: dict[str, Any], value: Any) -> bool:
    kind = told["type"]
    if kind == "boolean" or isinstance(value, bool):
        return kind == "boolean" and isinstance(value, bool)
    if kind == "integer":
        return isinstance(value, int | float) and value == int(value) and abs(value) < 2**32
    if kind == "number":
        return isinstance(value, int | float)
    if not isinstance(value, str):
        return False
    if told.get("format") in {"int64", "uint64"}:  # too large for the numbers of JSON
        return value.removeprefix("-").isdigit()
    return value in told.get("enum", (value,))


def _invalid(path: str, type_name: str, value: Any) -> tuple[str, str]:
    shown = json.dumps(value, ensure_ascii=False)
    return path, f"Invalid value at '{path}' ({type_name}), {shown}"
