"""Which topics an entry's items belong to; what stands in an entry for somebody to whom some are closed."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.entry import Entry
from models.need_to_know import OWN_KIND, SORTED, TOPIC_OF_FACT, NoteTopic, Topic, muted, withheld
from models.recording import Recording
from server.errors import Forbidden
from server.services.notes.entry_content import LIST_FIELDS, Content, Item, items

TOPIC_OF_FIELD = {
    "complaints": Topic.COMPLAINTS,
    "preferences": Topic.PREFERENCES,
    "competitors": Topic.COMPETITORS,
    "amounts": Topic.PRICES,
    "contact_updates": Topic.PEOPLE,
}


def topics_of_item(field: str, item: Item) -> set[str]:
    """Return the topics of an item; with any of them closed it is not shown."""
    topics: set[str] = {TOPIC_OF_FIELD[field]} if field in TOPIC_OF_FIELD else set()
    if field == "amounts" and item.get("kind") == "competitor_price":
        topics.add(Topic.COMPETITORS)
    if field == "products" and item.get("unit_price") is not None:
        topics.add(Topic.PRICES)
    if field == "facts":
        topics.add(f"{OWN_KIND}{item['kind']}")
    if field == "answers" and (kind := item.get("about_kind")):
        topics.add(TOPIC_OF_FACT.get(kind, f"{OWN_KIND}{kind}"))
    return topics


def topics_of(contents: Iterable[Content]) -> set[str]:
    """Return the topics of a note by all versions of its entry; SORTED where facts could be read from the newest."""
    found: set[str] = set()
    newest: Content | None = None
    for newest in contents:
        found |= {topic for field, item in items(newest) for topic in topics_of_item(field, item)}
    if newest is not None and not newest.get("unread") and not newest.get("not_understood"):
        found.add(SORTED)
    return found


def open_part(content: Content, closed: frozenset[str]) -> Content:
    """Return what stands in an entry for somebody to whom these topics are closed."""
    if not closed:
        return content
    kept = dict(content)
    for field in LIST_FIELDS:
        if content.get(field):
            kept[field] = [item for item in content[field] if not topics_of_item(field, item) & closed]
    if Topic.COMPLAINTS in closed and content.get("outcome") == "complaint":
        kept["outcome"] = None
    return kept


def keep_topics(session: Session, entry: Entry) -> None:
    """Keep which topics a note speaks of in line with its entry. The caller commits."""
    wanted = topics_of(version.content for version in entry.versions)
    query = select(NoteTopic.topic).where(NoteTopic.recording_id == entry.recording_id)
    there = set(session.scalars(query))
    session.add_all(NoteTopic(recording_id=entry.recording_id, topic=topic) for topic in sorted(wanted - there))
    if gone := there - wanted:
        of_note = NoteTopic.recording_id == entry.recording_id
        session.execute(delete(NoteTopic).where(of_note, NoteTopic.topic.in_(gone)))
    session.flush()


def require_whole(session: Session, recording: Recording) -> None:
    """Raise Forbidden for whoever may not read all of a note: nobody corrects what they cannot see."""
    if withheld(session, [(recording.id, recording.staff_id)]):
        raise Forbidden(
            "Part of this note is not for your role, so only who spoke it, or somebody who reads all of it, can change "
            "it. Your administrator decides who reads what.",
            code="not-for-your-role",
        )


def require_hearable(session: Session, recording: Recording) -> None:
    """Raise Forbidden where the sound of a note is not for the reader."""
    if muted(session, [(recording.id, recording.staff_id)]):
        raise Forbidden(
            "The sound of this note is not for your role. Your administrator decides who reads and hears what.",
            code="not-for-your-role",
        )
