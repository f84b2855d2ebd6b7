"""What closes a matter behind goods: "that's an order", "he said no", "she'll think about it"."""

from __future__ import annotations

from voice.understanding.language.wordset import phrases

SETTLED = {
    "ordered": phrases(
        "change the standing order; update the standing order; changed the standing order; make it a "
        "standing order; that's a standing order; a standing order now; standing order now; that's an order; "
        "it's an order; said deal; it's a deal; "
        "we have a deal; we've a deal; shook on it; shook hands on it; done deal; he's in; she's in; they're "
        "in; said yes; said go ahead; go ahead; signed today; signed it; signed the; signed off; i said yes; "
        "approved it; gave the go ahead; gave the green light; put it through; put the order in; "
        "works for him; works for her; works for them; cut it to; cut them to; up it to; bring it down to; "
        "bump it to; make it a standing; wrote it up; put it in; went for it; going for it; he'll take it; "
        "she'll take it; they'll take it; i'll take it; he took it; she took it; they took it; he bought it; "
        "she bought it; sign me up; sign us up; signed me up; count me in; count him in; count her in; put me down; "
        "put me in; he's on board; she's on board; they're on board; let's do it; let's go for it; you've a deal; "
        "you have a deal; you've got a deal; he's having it; she's having it"
    ),
    "declined": phrases(
        "it's off; that's off; forget it; he said no; she said no; they said no; said absolutely not; a flat "
        "no; turned it down; turned them down; turned that down; passed on it; passed on that; passed on "
        "them; shook her head; shook his head; isn't interested; not interested; wasn't interested; weren't "
        "interested; wasn't having it; "
        "no thanks; no thank you; said no thanks; didn't bite; didn't go for it; won't have it; wouldn't "
        "have it; doesn't want it; doesn't want them; didn't want it; didn't want them; don't want it; don't "
        "want them; no use for it; no use for them; not for him; not for her; not for them"
    ),
    "dropped": phrases(
        "take it off; take them off; take that off; took it off; takes it off; taking it off; take those "
        "off; off the standing order; off his standing order; off her standing order; off their standing "
        "order; not renewing it; won't be renewing"
    ),
    "considering": phrases(
        "he'll think about it; she'll think about it; they'll think about it; think about it; thinking about "
        "it; think it over; thinking it over; mull it over; sleep on it; get back to me; get back to us; let "
        "me know; let us know; he'll see; she'll see; they'll see; undecided; on the fence; "
        "not decided; hasn't decided; haven't decided; wants to think; needs to think; run it past; run it "
        "by; talk it over; discuss it; has to ask; have to ask; needs to ask; check with his; check with "
        "her; check with their; maybe next; not sure about it; isn't sure; aren't sure; not sure yet; isn't "
        "sold"
    ),
}  # fmt: skip
