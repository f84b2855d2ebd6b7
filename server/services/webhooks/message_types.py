"""What webhooks tell of: the outbox's events under the names that other programs see. Nothing else goes out."""

from __future__ import annotations

TEST = "webhook.test"
TYPES = {
    "note.made": "A visit, call, mail or other meeting was written down",
    "note.corrected": "Somebody corrected it",
    "note.confirmed": "Somebody said that it is right",
    "note.moved": "It belongs to another customer or visit",
    "visit.ended": "A rep's visit is over",
    "visit.changed": "A visit was changed or taken back",
    "customer.added": "A customer was added",
    "customer.merged": "Two customers became one: the id that goes leads to the one that stays",
    "customer.unmerged": "That was taken back",
    "contact.merged": "Two people at a customer became one",
    "contact.unmerged": "That was taken back",
    "contact.added": "A person at a customer was added",
    "promise.done": "A promise was kept",
    "promise.dropped": "A promise is no longer to be kept",
    "promise.reopened": "A promise is open again",
    "complaint.settled": "A complaint was settled",
    "complaint.reopened": "A complaint is open again",
    "complaint.routed": "A complaint was given to somebody",
    "complaint.repeated": "The same complaint came again",
}
# Where a rep is at this moment is told to nobody: a visit is told of when it is over.
TYPE_OF_EVENT = {
    "entry.made": "note.made",
    "entry.corrected": "note.corrected",
    "entry.confirmed": "note.confirmed",
    "recording.moved": "note.moved",
    "visit.closed": "visit.ended",
    "visit.changed": "visit.changed",
    "visit.decided": "visit.changed",
    "visit.withdrawn": "visit.changed",
    "customer.added": "customer.added",
    "contact.added": "contact.added",
    "customer.merged": "customer.merged",
    "customer.unmerged": "customer.unmerged",
    "contact.merged": "contact.merged",
    "contact.unmerged": "contact.unmerged",
    "action.done": "promise.done",
    "action.dropped": "promise.dropped",
    "action.open": "promise.reopened",
    "complaint.closed": "complaint.settled",
    "complaint.withdrawn": "complaint.settled",
    "complaint.open": "complaint.reopened",
    "complaint.routed": "complaint.routed",
    "signal.repeated": "complaint.repeated",
}
