"""Who may read what: topics that an administrator closes to roles. Without a word everybody reads everything."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.fact_kind import FactKind
from models.need_to_know import OWN_KIND, ClosedTopic, Topic
from models.staff import Role
from server.errors import Problem

# Who could open any topic to themselves is not asked.
ASKED_ROLES = tuple(role for role in Role if role != Role.ADMIN)
TOPIC_NAMES = {
    Topic.COMPLAINTS: ("Complaints", "what went wrong, how serious it is, what comes back"),
    Topic.PREFERENCES: ("Wishes and habits", "how somebody wants to be dealt with"),
    Topic.PEOPLE: ("Facts about people", "who does what since when, who left, changed numbers"),
    Topic.PRICES: ("Prices and amounts", "unit prices with their orders, budgets, discounts, what is owed"),
    Topic.COMPETITORS: ("Competitors and suppliers", "who else supplies or quotes, and for how much"),
    Topic.WORDS: ("Whole words of notes", "what was said or written, word by word, and finding it; replies"),
    Topic.SOUND: ("Sound of notes", "hearing and downloading what was spoken"),
}


@dataclass(frozen=True, slots=True)
class ReadingRule:
    """One topic with the roles that may not read it."""

    topic: str
    name: str
    hint: str
    closed: frozenset[Role]


def read_rules(session: Session) -> list[ReadingRule]:
    """Return a rule for each topic: what every company has, then its own kinds of fact by name."""
    closed: dict[str, set[Role]] = {}
    for topic, role in session.execute(select(ClosedTopic.topic, ClosedTopic.role)):
        closed.setdefault(topic, set()).add(Role(role))
    # A kind that is looked for no more keeps its rule, and can be opened: what was said of it is still there.
    is_closed = FactKind.id.in_([topic.removeprefix(OWN_KIND) for topic in closed])
    kinds = select(FactKind).where(FactKind.retired_at.is_(None) | is_closed).order_by(FactKind.name)
    named = [(str(topic), *words) for topic, words in TOPIC_NAMES.items()]
    named[5:5] = [(f"{OWN_KIND}{kind.id}", kind.name, "a kind of fact of your own") for kind in session.scalars(kinds)]
    return [ReadingRule(topic, name, hint, frozenset(closed.get(topic, ()))) for topic, name, hint in named]


def set_rule(session: Session, topic: str, closed: frozenset[Role], by_id: str) -> None:
    """Say which roles may not read a topic. The caller commits. Raises Problem for what is not asked."""
    known = {rule.topic: rule for rule in read_rules(session)}
    if topic not in known or not closed <= set(ASKED_ROLES):
        raise Problem("There is no such topic, or no such role. Open the page again.", status=422, code="bad-rule")
    before = known[topic].closed
    session.add_all(ClosedTopic(topic=topic, role=role, closed_by_id=by_id) for role in sorted(closed - before))
    if opened := before - closed:
        session.execute(delete(ClosedTopic).where(ClosedTopic.topic == topic, ClosedTopic.role.in_(opened)))
