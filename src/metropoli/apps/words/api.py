from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Router, Schema
from ninja.params.functions import Query

from metropoli.apps.words import queries, rules
from metropoli.apps.words.messages import kind_name
from metropoli.apps.words.types import Found
from metropoli.base.errors import Invalid

router = Router(tags=["search"])


class FoundOut(Schema):
    kind: str
    kind_name: str
    key: str
    name: str
    context: str
    lat_deg: float | None
    lon_deg: float | None
    url: str

    @staticmethod
    def resolve_kind_name(found: Found) -> str:
        return kind_name(found.kind)


class AnswerOut(Schema):
    text: str
    found: list[FoundOut]


@router.get("", response=AnswerOut, summary="Find everything that has a name", auth=None)
def search(
    request: HttpRequest,
    q: str = Query("", description="What somebody typed so far; typos and short forms are fine."),
    kinds: str = Query("", description="Only these kinds, with commas: comune,stop,street,line,…"),
    near: str = Query("", description="latitude,longitude: what is close comes first."),
    limit: int = Query(10, ge=1, le=queries.MOST_ANSWERS),
) -> dict[str, object]:
    """Answer the search box: the likeliest first, coordinates recognised as a point."""
    point = rules.read_point(near)
    if near and point is None:
        raise Invalid("bad_point", text=near[:100])
    wanted = [kind for kind in kinds.split(",") if kind]
    found = queries.find(q, get_language() or "it", near=point, kinds=wanted, limit=limit)
    return {"text": q[: rules.LONGEST_QUESTION], "found": found}
