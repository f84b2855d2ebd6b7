"""The company's own words for programs: products, other names, competitors, kinds of fact, each tried first."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from apiflask import APIBlueprint
from pydantic import Field
from sqlalchemy import select

from models.catalogue import Competitor, Product
from models.fact_kind import FactKind
from models.staff import Role
from server.api.forms import Answer, Form, Identifier, Text
from server.auth import open_to_programs
from server.current import database, identity, installation, settings
from server.services.company_words.fact_kinds import list_kinds, retire_kind
from server.services.company_words.preview import preview
from server.services.company_words.proposed_word import MOST_PHRASES, ProposedWord, keep_word, propose
from server.services.people.api_token import MANAGE_WORDS

blueprint = APIBlueprint("words_api", __name__, tag="Words of the company")
manage = open_to_programs(MANAGE_WORDS, owners=(Role.ADMIN,))
Phrases = Annotated[list[Text], Field(max_length=MOST_PHRASES)]
Kind = Literal["product", "competitor", "fact"]


class WordTriedIn(Form):
    """`phrases` are other names of a product or competitor, or what is said before the value of a kind of fact.

    Of a product or competitor that is there already, by its name, they become further names.
    """

    kind: Kind
    name: Text
    phrases: Phrases = Field(default_factory=list)
    value_type: Literal["text", "number", "date", "yes-no"] = "text"

    def proposed(self) -> ProposedWord:
        return propose(self.kind, self.name, "\n".join(self.phrases), self.value_type)


class WordIn(WordTriedIn):
    """`id` is made by the sender (UUID), so that sending again is harmless."""

    id: Identifier


class NameOut(Answer):
    """A product or competitor with the other names that it is said by."""

    id: str
    name: str
    phrases: list[str]


class FactKindOut(Answer):
    """A kind of fact with what is said before its value; `value_type` is text, number, date or yes-no."""

    id: str
    name: str
    phrases: list[str]
    value_type: str


class WordsOut(Answer):
    products: list[NameOut]
    competitors: list[NameOut]
    fact_kinds: list[FactKindOut]


class WordOut(NameOut):
    """`id` is that of the record which has the word: where the name was there already, not the one that was sent."""

    kind: Kind


class PreviewedNoteOut(Answer):
    """A past note that says it: the words around it, and which facts would be gone and be new."""

    recording_id: str
    customer: str | None
    spoken_at: datetime
    before: str
    found: str
    after: str
    gone: list[str]
    new: list[str]


class PreviewOut(Answer):
    """How many of the newest notes were looked through, how many say it, and those of these that were read."""

    looked_through: int
    saying_it: int
    changed: int
    read: list[PreviewedNoteOut]


@blueprint.get("/words")
@blueprint.output(WordsOut)
@blueprint.doc(security="program")
@manage
def read() -> WordsOut:
    """List what notes are read with, by name."""
    with database().reading() as session:
        products = session.scalars(select(Product).order_by(Product.name, Product.id))
        rivals = session.scalars(select(Competitor).order_by(Competitor.name, Competitor.id))
        kinds = list_kinds(session)
        return WordsOut(
            products=[NameOut(id=one.id, name=one.name, phrases=one.spoken_aliases) for one in products],
            competitors=[NameOut(id=one.id, name=one.name, phrases=one.spoken_aliases) for one in rivals],
            fact_kinds=[
                FactKindOut(id=one.id, name=one.name, phrases=one.cues, value_type=one.value_type) for one in kinds
            ],
        )


@blueprint.post("/words/preview")
@blueprint.input(WordTriedIn, arg_name="asked")
@blueprint.output(PreviewOut)
@blueprint.doc(security="program")
@manage
def try_out(asked: WordTriedIn) -> PreviewOut:
    """See what a word would find on past notes; nothing is kept."""
    with database().reading() as session:
        tried = preview(session, asked.proposed(), installation().lexicon.current(session), settings().time_zone)
    return PreviewOut.model_validate(tried)


@blueprint.post("/words")
@blueprint.input(WordIn, arg_name="asked")
@blueprint.output(WordOut)
@blueprint.doc(security="program", responses={201: "Added", 200: "There already; its other names were added to"})
@manage
def add(asked: WordIn) -> WordOut | tuple[WordOut, int]:
    """Add a word: every note from here on is read with it, past notes stay as they are."""
    with database().session() as session:
        kept, is_new = keep_word(session, asked.proposed(), identity().staff_id, asked.id)
        session.commit()
        phrases = kept.cues if isinstance(kept, FactKind) else kept.spoken_aliases
        word = WordOut(id=kept.id, name=kept.name, phrases=phrases, kind=asked.kind)
    return (word, 201) if is_new else word


@blueprint.delete("/words/fact-kinds/<kind_id>")
@blueprint.output({}, status_code=204)
@blueprint.doc(security="program")
@manage
def retire(kind_id: str) -> tuple[str, int]:
    """Let notes be read without a kind of fact; what was found stays in its entries."""
    with database().session() as session:
        retire_kind(session, kind_id)
        session.commit()
    return "", 204
