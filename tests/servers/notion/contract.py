"""The official contract (JSON Schema of the client's types), held against every request served and every answer.

Nothing of it is copied into the project: it is read from the folder ../shared beside the checkout, where there is one.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jsonschema.validators import Draft7Validator, extend

from tests.servers.notion.versions import Version

if TYPE_CHECKING:
    from collections.abc import Iterator

SPECS = Path(__file__).resolve().parents[4] / "shared" / "specs"

BEYOND = tomllib.loads((Path(__file__).parent / "differences.toml").read_text(encoding="utf-8"))["beyond_the_types"]
FIELDS = frozenset(entry["field"] for entry in BEYOND)
"""Fields that the service answers and the types leave out."""

BODIES = {
    "create_page": "B_CreatePage",
    "update_page": "B_UpdatePage",
    "create_database": "B_CreateDatabase",
    "update_database": "B_UpdateDatabase",
    "create_data_source": "B_CreateDataSource",
    "update_data_source": "B_UpdateDataSource",
    "query_data_source": "B_QueryDataSource",
    "search": "B_Search",
    "append_children": "B_AppendBlockChildren",
    "update_block": "B_UpdateBlock",
    "create_comment": "B_CreateComment",
    "update_comment": "B_UpdateComment",
}
ANSWERS = {
    "me": "R_GetSelf",
    "retrieve_user": "R_GetUser",
    "list_users": "R_ListUsers",
    "search": "R_Search",
    "create_page": "O_Page",
    "retrieve_page": "O_Page",
    "update_page": "O_Page",
    "move_page": "O_Page",
    "retrieve_property": "R_GetPageProperty",
    "create_database": "O_Database",
    "retrieve_database": "O_Database",
    "update_database": "O_Database",
    "create_data_source": "O_DataSource",
    "retrieve_data_source": "O_DataSource",
    "update_data_source": "O_DataSource",
    "query_data_source": "R_QueryDataSource",
    "list_templates": "R_ListTemplates",
    "retrieve_block": "BlockObjectResponse",
    "update_block": "BlockObjectResponse",
    "delete_block": "BlockObjectResponse",
    "list_children": "R_ListBlockChildren",
    "append_children": "R_AppendBlockChildren",
    "create_comment": "O_Comment",
    "retrieve_comment": "O_Comment",
    "update_comment": "O_Comment",
    "delete_comment": "O_Comment",
    "list_comments": "R_ListComments",
}
"""The full object where the contract would take a partial one as well: this server never answers partially."""
ENTRIES = {"page": "O_Page", "data_source": "O_DataSource", "block": "BlockObjectResponse", "comment": "O_Comment"}


class Contract:
    """The definitions, for one version of the API or the other."""

    def __init__(self, path: Path = SPECS / "notion-contract.schema.json") -> None:
        """Read the definitions (OSError where they are not there)."""
        text = path.read_text(encoding="utf-8")
        self._definitions = {
            Version.V2025_09_03: json.loads(text)["definitions"],
            Version.V2026_03_11: without_archived(json.loads(text)["definitions"]),
        }
        unions = {"page": "PagePropertyValueWithIdResponse", "data_source": "DatabasePropertyConfigResponse"}
        self._types = {kind: types_in(json.loads(text)["definitions"][name]) for kind, name in unions.items()}
        self._judge: dict[tuple[Version, str], Any] = {}
        self._known: set[bytes] = set()

    def request_violations(self, operation: str, version: Version, body: object) -> list[str]:
        """Return what a request body breaks."""
        name = BODIES.get(operation)
        return list(self._found(version, name, body, f"{operation} request")) if name else []

    def answer_violations(self, operation: str, version: Version, content: dict[str, Any]) -> list[str]:
        """Return what an answer breaks; entries of a list that were judged before are not judged again."""
        name = ANSWERS.get(operation)
        if name is None:
            return []
        found: list[str] = []
        content = bare(content)
        self._leave_out_unknown(content)
        if content.get("object") == "list" and content.get("results"):
            for entry in content["results"]:
                kind = ENTRIES.get(entry.get("object", ""))
                if kind is not None:
                    found += self._once(version, kind, entry, f"{operation} answer")
            content |= {"results": []} if all(entry.get("object") in ENTRIES for entry in content["results"]) else {}
        return [*found, *self._found(version, name, content, f"{operation} answer")]

    def _leave_out_unknown(self, content: dict[str, Any]) -> None:
        """Leave out properties of types that the client's types do not know: the service sends those as well."""
        for thing in [content, *content.get("results", [])]:
            known = self._types.get(str(thing.get("object")))
            if known is not None and isinstance(thing["properties"], dict):
                kept = {name: value for name, value in thing["properties"].items() if not is_strange(value, known)}
                thing["properties"] = kept

    def _once(self, version: Version, name: str, entry: object, where: str) -> list[str]:
        key = hashlib.sha1(f"{version} {name} {json.dumps(outline(entry))}".encode(), usedforsecurity=False).digest()
        if key in self._known:
            return []
        found = list(self._found(version, name, entry, where))
        if not found:
            self._known.add(key)
        return found

    def _found(self, version: Version, name: str, value: object, where: str) -> Iterator[str]:
        definitions = self._definitions[version]
        judge = self._judge.get((version, name))
        if judge is None:
            schema = {"$ref": f"#/definitions/{name}", "definitions": definitions}
            judge = self._judge[version, name] = validator_class(definitions)(schema)
        for error in judge.iter_errors(value):
            yield f"{where}: {error.json_path} {error.message[:300]}"


def bare(content: Any) -> Any:
    """Return an answer without what the service sends and the client's types leave out."""
    if isinstance(content, list):
        return [bare(entry) for entry in content]
    if not isinstance(content, dict):
        return content
    return {
        key: bare(value) for key, value in content.items() if key not in FIELDS or not beyond_the_types(key, content)
    }


def beyond_the_types(key: str, around: dict[str, Any]) -> bool:
    """Tell whether a field is one that differences.toml names."""
    return any(
        key == entry["field"] and entry.get("beside", key) in around and "object" not in around for entry in BEYOND
    )


def without_archived(definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the definitions of the newest version: `archived` is no longer answered."""
    for definition in definitions.values():
        if "archived" in definition.get("required", []):
            definition["required"].remove("archived")
            definition["properties"].pop("archived")
    return definitions


SAID = frozenset(
    {
        *("content", "plain_text", "href", "url", "email", "phone_number", "string", "expression", "rich_text"),
        *("id", "page_id", "database_id", "data_source_id", "block_id", "discussion_id"),
        *("start", "end", "created_time", "last_edited_time", "expiry_time"),
    }
)
"""Fields that may say anything: what they say makes no difference to the contract."""


def outline(value: Any, key: str = "") -> Any:
    """Return an entry without what is said in it: of two that are outlined alike, one judgement is enough."""
    if isinstance(value, dict):
        return {name: outline(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [*{json.dumps(inner): inner for inner in map(outline, value)}.values()]
    if isinstance(value, str):
        return "" if key in SAID else value
    return 0 if isinstance(value, int | float) and not isinstance(value, bool) else value


def is_strange(value: Any, known: set[str]) -> bool:
    """Tell whether a property is of a type that is not among those known."""
    return isinstance(value, dict) and isinstance(value.get("type"), str) and value["type"] not in known


def types_in(union: dict[str, Any]) -> set[str]:
    """Return the types that a union tells apart."""
    return {branch["properties"]["type"]["const"] for branch in union["anyOf"]}


def validator_class(definitions: dict[str, Any]) -> Any:
    """Return a validator that goes to the right branch of a union at once, where a constant tells it."""
    usual = Draft7Validator.VALIDATORS["anyOf"]

    def quick(validator: Any, branches: list[Any], instance: Any, schema: Any) -> Any:
        fitting = [branch for branch in branches if may_fit(branch, instance, definitions)]
        return usual(validator, fitting or branches, instance, schema)

    return extend(Draft7Validator, {"anyOf": quick})


def may_fit(branch: dict[str, Any], instance: Any, definitions: dict[str, Any]) -> bool:
    """Tell whether the constants of a branch of a union (`type`, `object`) leave room for the instance."""
    if not isinstance(instance, dict):
        return True
    while "$ref" in branch:
        branch = definitions[branch["$ref"].rsplit("/", 1)[-1]]
    if "anyOf" in branch:
        return any(may_fit(inner, instance, definitions) for inner in branch["anyOf"])
    properties = branch.get("properties", {})
    return all(
        properties[key]["const"] == instance[key]
        for key in ("type", "object")
        if key in instance and "const" in properties.get(key, {})
    )


@cache
def contract_beside_the_checkout() -> Contract | None:
    """Return the contract, or None where the folder ../shared is not there."""
    try:
        return Contract()
    except OSError:
        return None
