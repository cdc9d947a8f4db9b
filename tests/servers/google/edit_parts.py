"""Requests of a batch about what lies over the cells: protection, conditional formats, filters, names, bands."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from tests.servers.google import masks
from tests.servers.google.a1 import Area
from tests.servers.google.batch import Batch, edit
from tests.servers.google.edit_places import sort_rows
from tests.servers.google.errors import RefusedError
from tests.servers.google.formats import both_colors, both_masks
from tests.servers.google.protection import may_edit

if TYPE_CHECKING:
    from tests.servers.google.grid import Sheet


def _placed(told: dict[str, Any]) -> dict[str, Any]:
    """Return a range that names its tab even where that is sheet 0."""
    return {"sheetId": told.get("sheetId", 0), **told}


def _found(batch: Batch, part: str, name: str, wanted: int | None) -> tuple[Sheet, dict[str, Any]]:
    for sheet in batch.book.sheets:
        for item in sheet.listed(part):
            if item[name] == wanted:
                return sheet, item
    raise RefusedError(f"No {name.removesuffix('Id')} with id: {wanted}")


@edit("addProtectedRange")
def add_protected_range(batch: Batch, told: dict[str, Any]) -> dict[str, Any]:
    """Protect a range, or with a warning only; whoever adds it may edit it."""
    wanted = {name: value for name, value in told.get("protectedRange", {}).items() if value is not None}
    if "range" not in wanted and "namedRangeId" not in wanted:
        raise RefusedError("Either range or namedRangeId must be specified.")
    if "namedRangeId" in wanted:
        wanted["range"] = _named(batch, wanted["namedRangeId"])["range"]
    sheet, _ = batch.area(wanted["range"])
    taken = batch.ids("protectedRanges")
    if wanted.get("protectedRangeId") in taken:
        raise RefusedError(f"There is already a protected range with id: {wanted['protectedRangeId']}")
    wanted.setdefault("protectedRangeId", batch.store.number(taken))
    wanted["range"] = _placed(wanted["range"])
    wanted["unprotectedRanges"] = [_placed(each) for each in wanted.get("unprotectedRanges", [])]
    if wanted.get("warningOnly"):
        wanted.pop("editors", None)
    else:
        wanted.pop("warningOnly", None)
        wanted.setdefault("editors", {})
    stored = copy.deepcopy({name: value for name, value in wanted.items() if value not in ("", [], False)})
    answer = {
        "protectedRange": protection_seen_by(stored, may=True)
    }  # without its adder, who joins the editors just now
    if "editors" in stored:
        users = stored["editors"].get("users", [])
        stored["editors"]["users"] = users if batch.user in users else [*users, batch.user]
    sheet.listed("protectedRanges").append(stored)
    return answer


def protection_seen_by(stored: dict[str, Any], *, may: bool) -> dict[str, Any]:
    """Return a protected range as a user sees it: who may edit is only told to those who may."""
    told = copy.deepcopy({name: value for name, value in stored.items() if name != "requestingUserCanEdit"})
    if told["range"].get("sheetId") == 0:
        del told["range"]["sheetId"]
    editors = {name: each for name, each in told.pop("editors", {}).items() if each}
    told["requestingUserCanEdit"] = may
    if may and not told.get("warningOnly"):
        told["editors"] = editors
    return told


@edit("updateProtectedRange")
def update_protected_range(batch: Batch, told: dict[str, Any]) -> None:
    """Change a protected range."""
    wanted = told.get("protectedRange", {})
    sheet, item = _found(batch, "protectedRanges", "protectedRangeId", wanted.get("protectedRangeId"))
    mask = masks.of_update(told.get("fields"), batch.contract, "ProtectedRange") or masks.all_of(wanted)
    if not may_edit(batch.book, item, batch.user):
        raise RefusedError("You do not have permission to edit the protected range.")
    mask.pop("protectedRangeId", None)
    mask.pop("requestingUserCanEdit", None)
    if "range" in wanted:
        wanted = {**wanted, "range": _placed(wanted["range"])}
    changed = masks.change(item, wanted, mask)
    listed = sheet.listed("protectedRanges")
    listed[listed.index(item)] = {name: value for name, value in changed.items() if value not in ("", [], False)}


@edit("deleteProtectedRange")
def delete_protected_range(batch: Batch, told: dict[str, Any]) -> None:
    """Take a protection away."""
    sheet, item = _found(batch, "protectedRanges", "protectedRangeId", told.get("protectedRangeId"))
    if not may_edit(batch.book, item, batch.user):
        raise RefusedError("You do not have permission to delete the protected range.")
    sheet.listed("protectedRanges").remove(item)


def _rule(batch: Batch, told: dict[str, Any]) -> tuple[Sheet, dict[str, Any]]:
    """Return (the tab, the rule as it is kept) of a ConditionalFormatRule."""
    if not told.get("ranges"):
        raise RefusedError("A conditional format rule must have at least one range.")
    if ("booleanRule" in told) == ("gradientRule" in told):
        raise RefusedError("Exactly one of booleanRule and gradientRule must be set.")
    sheets = {each.get("sheetId", 0) for each in told["ranges"]}
    if len(sheets) > 1:
        raise RefusedError("All ranges of a conditional format rule must be on the same sheet.")
    for each in told["ranges"]:
        batch.area(each)
    return batch.book.sheet(sheets.pop()), both_colors({**told, "ranges": [_placed(each) for each in told["ranges"]]})


@edit("addConditionalFormatRule")
def add_conditional_format_rule(batch: Batch, told: dict[str, Any]) -> None:
    """Add a rule at an index of its tab (0 if none is told)."""
    sheet, rule = _rule(batch, told.get("rule", {}))
    rules, index = sheet.listed("conditionalFormats"), told.get("index", 0)
    if index > len(rules):
        raise RefusedError(f"No conditional format on sheet: {sheet.id} at index: {index}")
    rules.insert(index, rule)


def _rules_at(batch: Batch, told: dict[str, Any]) -> tuple[Sheet, list[dict[str, Any]], int]:
    sheet = batch.sheet(told)
    rules, index = sheet.listed("conditionalFormats"), told.get("index", 0)
    if index >= len(rules):
        raise RefusedError(f"No conditional format on sheet: {sheet.id} at index: {index}")
    return sheet, rules, index


@edit("updateConditionalFormatRule")
def update_conditional_format_rule(batch: Batch, told: dict[str, Any]) -> dict[str, Any]:
    """Replace a rule, or move it."""
    if "rule" in told:
        sheet = batch.sheet({"sheetId": told["rule"]["ranges"][0].get("sheetId", 0)})
        _, rules, index = _rules_at(batch, {**told, "sheetId": sheet.id})
        old, rules[index] = rules[index], _rule(batch, told["rule"])[1]
        return {"newRule": _shown(rules[index]), "newIndex": index, "oldRule": _shown(old)}
    _, rules, index = _rules_at(batch, told)
    rule = rules.pop(index)
    rules.insert(told.get("newIndex", 0), rule)
    return {"newRule": _shown(rule), "newIndex": told.get("newIndex", 0), "oldRule": _shown(rule), "oldIndex": index}


@edit("deleteConditionalFormatRule")
def delete_conditional_format_rule(batch: Batch, told: dict[str, Any]) -> dict[str, Any]:
    """Take a rule away; those after it move up."""
    _, rules, index = _rules_at(batch, told)
    return {"rule": _shown(rules.pop(index))}


def _shown(told: dict[str, Any]) -> dict[str, Any]:
    shown = copy.deepcopy(told)
    for place in (*shown.get("ranges", []), *([shown["range"]] if "range" in shown else [])):
        if place.get("sheetId") == 0:
            del place["sheetId"]
    return shown


@edit("setBasicFilter")
def set_basic_filter(batch: Batch, told: dict[str, Any]) -> None:
    """Filter (and sort) a tab; a filter that was there is replaced."""
    wanted = told.get("filter", {})
    sheet, area = batch.area(wanted.get("range", {}))
    sheet.basic_filter = {**wanted, "range": _placed(wanted.get("range", {}))}
    if wanted.get("sortSpecs"):
        sort_rows(batch.book, sheet, area._replace(top=area.top + 1), wanted["sortSpecs"])


@edit("clearBasicFilter")
def clear_basic_filter(batch: Batch, told: dict[str, Any]) -> None:
    """Take the filter of a tab away."""
    batch.sheet(told).basic_filter = None


@edit("addFilterView")
def add_filter_view(batch: Batch, told: dict[str, Any]) -> dict[str, Any]:
    """Add a filter that people choose to look through."""
    wanted = told.get("filter", {})
    sheet, _ = batch.area(wanted.get("range", {}))
    view = {"filterViewId": batch.store.number(batch.ids("filterViews")), **wanted, "range": _placed(wanted["range"])}
    sheet.listed("filterViews").append(view)
    return {"filter": _shown(view)}


@edit("deleteFilterView")
def delete_filter_view(batch: Batch, told: dict[str, Any]) -> None:
    """Take a filter view away."""
    sheet, item = _found(batch, "filterViews", "filterViewId", told.get("filterId"))
    sheet.listed("filterViews").remove(item)


def _named(batch: Batch, wanted: str | None) -> dict[str, Any]:
    for each in batch.book.named_ranges:
        if each["namedRangeId"] == wanted:
            return each
    raise RefusedError(f"No named range with id: {wanted}")


@edit("addNamedRange")
def add_named_range(batch: Batch, told: dict[str, Any]) -> dict[str, Any]:
    """Give a range a name, which is free."""
    wanted = told.get("namedRange", {})
    batch.area(wanted.get("range"))
    if any(each["name"].casefold() == wanted.get("name", "").casefold() for each in batch.book.named_ranges):
        raise RefusedError(f"A named range with the name '{wanted.get('name')}' already exists.")
    wanted = {"namedRangeId": batch.store.letters(10), **wanted, "range": _placed(wanted["range"])}
    batch.book.named_ranges.append(copy.deepcopy(wanted))
    return {"namedRange": _shown(wanted)}


@edit("updateNamedRange")
def update_named_range(batch: Batch, told: dict[str, Any]) -> None:
    """Change the name or range of a named range."""
    wanted = told.get("namedRange", {})
    item = _named(batch, wanted.get("namedRangeId"))
    mask = masks.of_update(told.get("fields"), batch.contract, "NamedRange") or masks.all_of(wanted)
    changed = masks.change(item, wanted, mask)
    item.update({**changed, "range": _placed(changed["range"])})


@edit("deleteNamedRange")
def delete_named_range(batch: Batch, told: dict[str, Any]) -> None:
    """Take a name away."""
    batch.book.named_ranges.remove(_named(batch, told.get("namedRangeId")))


@edit("addBanding")
def add_banding(batch: Batch, told: dict[str, Any]) -> dict[str, Any]:
    """Colour the rows of a range in turns."""
    wanted = both_colors(told.get("bandedRange", {}))
    sheet, area = batch.area(wanted.get("range"))
    if any(Area.of_json(each["range"]).meets(area) for each in sheet.listed("bandedRanges")):
        raise RefusedError("You cannot add alternating background colors to a range that already has them.")
    stored = {
        "bandedRangeId": batch.store.number(batch.ids("bandedRanges")),
        **wanted,
        "range": _placed(wanted["range"]),
    }
    sheet.listed("bandedRanges").append(stored)
    return {"bandedRange": _shown(stored)}


@edit("updateBanding")
def update_banding(batch: Batch, told: dict[str, Any]) -> None:
    """Change the bands of a range."""
    wanted = both_colors(told.get("bandedRange", {}))
    _, item = _found(batch, "bandedRanges", "bandedRangeId", wanted.get("bandedRangeId"))
    mask = masks.of_update(told.get("fields"), batch.contract, "BandedRange") or masks.all_of(wanted)
    changed = masks.change(item, wanted, both_masks(mask))
    item.clear()
    item.update({**changed, "range": _placed(changed["range"])})


@edit("deleteBanding")
def delete_banding(batch: Batch, told: dict[str, Any]) -> None:
    """Take the bands of a range away."""
    sheet, item = _found(batch, "bandedRanges", "bandedRangeId", told.get("bandedRangeId"))
    sheet.listed("bandedRanges").remove(item)
