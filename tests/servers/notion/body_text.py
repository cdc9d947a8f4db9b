"""Shapes of what many bodies share: rich text, dates, icons, covers, files, parents."""

from __future__ import annotations

from tests.servers.notion.shapes import Boolean, Choice, Keyed, ListOf, Nullable, Record, Shape, Text, Uuid

SELECT_COLORS = ("default", "gray", "brown", "orange", "yellow", "green", "blue", "purple", "pink", "red")
API_COLORS = (*SELECT_COLORS, *(f"{color}_background" for color in SELECT_COLORS))

TEXT_LIMIT = 2000
RICH_TEXT_LIMIT = 100

color = Choice(API_COLORS)
url = Text(TEXT_LIMIT)
true = Choice((True,))

annotation = Record(
    {
        "bold": Boolean(),
        "italic": Boolean(),
        "strikethrough": Boolean(),
        "underline": Boolean(),
        "code": Boolean(),
        "color": color,
    }
)
date = Record({"start": Text(), "end": Nullable(Text()), "time_zone": Nullable(Text())}, ("start",))
user = Record({"id": Uuid(), "object": Choice(("user",))}, ("id",))
only_id = Record({"id": Uuid()}, ("id",))
custom_emoji = Record({"id": Uuid(), "name": Text(), "url": Text()}, ("id",))

mention = Keyed(
    {
        "user": user,
        "date": date,
        "page": only_id,
        "database": only_id,
        "template_mention": Keyed(
            {
                "template_mention_date": Choice(("today", "now")),
                "template_mention_user": Choice(("me",)),
            }
        ),
        "custom_emoji": custom_emoji,
    }
)
ANSWERED_TOO: dict[str, Shape] = {"annotations": annotation, "plain_text": Text(), "href": Nullable(Text())}
"""The service takes back what it gave: the parts of an answer that it computes itself are allowed and ignored."""
rich_text_item = Keyed(
    {
        "text": Record({"content": Text(TEXT_LIMIT), "link": Nullable(Record({"url": url}, ("url",)))}, ("content",)),
        "mention": mention,
        "equation": Record({"expression": Text(1000)}, ("expression",)),
    },
    ANSWERED_TOO,
)
rich_text = ListOf(rich_text_item, RICH_TEXT_LIMIT)

external = Record({"url": url}, ("url",))
file_upload = Record({"id": Uuid()}, ("id",))
icon = Keyed(
    {
        "emoji": Text(),
        "external": external,
        "file_upload": file_upload,
        "custom_emoji": custom_emoji,
        "icon": Record({"name": Text(), "color": Text()}, ("name",)),
    }
)
cover = Keyed({"external": external, "file_upload": file_upload})
media = Keyed({"external": external, "file_upload": file_upload}, {"caption": rich_text})
named_media = Keyed({"external": external, "file_upload": file_upload}, {"caption": rich_text, "name": Text()})

page_parent = {"page_id": Uuid()}
workspace_parent = {"workspace": true}
