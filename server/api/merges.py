"""Makes one of two customers or two people, shows before what that does, and takes it back."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from apiflask import APIBlueprint

from models.merge import Merge, MergeKind
from server.api.forms import Answer, Form, Identifier, Text
from server.api.recordings import tidy_id
from server.auth import MERGERS, allow
from server.current import database, identity, installation
from server.errors import NotFound
from server.services.merging.merging import Wish, merge
from server.services.merging.preview import preview_merge
from server.services.merging.undoing import undo

blueprint = APIBlueprint("merges_api", __name__, tag="Merging")


class WhichTwo(Form):
    kind: Literal["customer", "contact"] = "customer"
    kept_id: Identifier
    gone_id: Identifier


class MergeIn(WhichTwo):
    """`take` names the fields of which the value of the one that goes is to stay; null: where it is the only one."""

    take: list[Text] | None = None


class MergeFieldOut(Answer):
    """One field of both, as text; `is_of_gone` where the value of the one that goes stays unless chosen otherwise."""

    name: str
    label: str
    kept: str | None
    gone: str | None
    is_of_gone: bool


class GoesOverOut(Answer):
    what: str
    count: int


class MergePreviewOut(Answer):
    """What would go over, as far as one may read it, and in words what can stand once only."""

    kind: Literal["customer", "contact"]
    kept_id: str
    kept_name: str
    gone_id: str
    gone_name: str
    fields: list[MergeFieldOut]
    goes_over: list[GoesOverOut]
    stands_once: list[str]


class MergeOut(Answer):
    """`left_over` says in sentences what undoing could not put back, because it was changed since."""

    id: str
    kind: Literal["customer", "contact"]
    kept_id: str
    kept_name: str
    gone_id: str
    gone_name: str
    at: datetime
    undone_at: datetime | None
    left_over: list[str]


@blueprint.get("/merge-preview")
@blueprint.input(WhichTwo, location="query", arg_name="two")
@blueprint.output(MergePreviewOut)
@allow(*MERGERS)
def preview(two: WhichTwo) -> MergePreviewOut:
    """Read what making one of two would do."""
    with database().reading() as session:
        found = preview_merge(session, MergeKind(two.kind), two.kept_id, two.gone_id)
    return MergePreviewOut(
        kind=two.kind,
        kept_id=found.kept_id,
        kept_name=found.kept_name,
        gone_id=found.gone_id,
        gone_name=found.gone_name,
        fields=[
            MergeFieldOut(
                name=one.name,
                label=one.label,
                kept=_text(one.kept),
                gone=_text(one.gone),
                is_of_gone=one.is_of_gone,
            )
            for one in found.fields
        ],
        goes_over=[GoesOverOut(what=what, count=count) for what, count in found.goes_over],
        stands_once=list(found.stands_once),
    )


@blueprint.put("/merges/<merge_id>")
@blueprint.input(MergeIn, arg_name="asked")
@blueprint.output(MergeOut)
@blueprint.doc(responses={201: "Merged", 200: "Merged already"})
@allow(*MERGERS)
def make(merge_id: str, asked: MergeIn) -> MergeOut | tuple[MergeOut, int]:
    """Make one of two, under an id of the sender's (UUID): sending it again changes nothing.

    The id of the one that goes leads to the one that stays from then on.
    """
    taken = None if asked.take is None else frozenset(asked.take)
    wish = Wish(tidy_id(merge_id), MergeKind(asked.kind), asked.kept_id, asked.gone_id, taken)
    with installation().database.session() as session:  # works for nobody: others' private notes go over, too
        one, is_new = merge(session, wish, identity())
        session.commit()
        answer = MergeOut.model_validate(one)
    return (answer, 201) if is_new else answer


@blueprint.get("/merges/<merge_id>")
@blueprint.output(MergeOut)
@allow(*MERGERS)
def read(merge_id: str) -> MergeOut:
    with database().reading() as session:
        one = session.get(Merge, merge_id)
        if one is None:
            raise NotFound("There is no such merge.")
        return MergeOut.model_validate(one)


@blueprint.put("/merges/<merge_id>/undoing")
@blueprint.output(MergeOut)
@allow(*MERGERS)
def take_back(merge_id: str) -> MergeOut:
    """Take a merge back, at any time; what came since stays, and is told. Doing so twice changes nothing."""
    with installation().database.session() as session:
        one = undo(session, merge_id, identity())
        session.commit()
        return MergeOut.model_validate(one)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
