"""Every list of the week by the name that its address has."""

from __future__ import annotations

from server.services.friday import complained, covered, learnt, promised, said
from server.services.friday.listing import AnyListing
from server.services.friday.promised import Ending
from server.services.friday.untouched import UNTOUCHED

LISTINGS: dict[str, AnyListing] = {
    "untouched": UNTOUCHED,
    "promises-due": promised.DUE,
    "promises-kept": promised.ENDED[Ending.KEPT],
    "promises-broken": promised.ENDED[Ending.BROKEN],
    "promises-ahead": promised.ENDED[Ending.AHEAD],
    "promises-dropped": promised.ENDED[Ending.DROPPED],
    "promises-left-over": promised.LEFT_OVER,
    "complaints": complained.OPEN,
    "complaints-reopened": complained.REOPENED,
    "complaints-settled": complained.SETTLED,
    "facts": learnt.FACTS,
    "answers": learnt.ANSWERS,
    "competitors": said.COMPETITORS,
    "asked-for": said.ASKED,
    "needs": said.NEEDS,
    "changes": said.CHANGES,
    "contacts": learnt.CONTACTS,
    "prospects": learnt.PROSPECTS,
    "notes": covered.NOTES,
    "visits": covered.VISITS,
    "visits-noted": covered.VISITS_NOTED,
    "visits-bare": covered.VISITS_BARE,
    "customers-met": covered.CUSTOMERS_MET,
    "customers": covered.CUSTOMERS,
}
