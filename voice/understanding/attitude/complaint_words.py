"""Words of complaints: things that go wrong with us, how they go wrong, and how grave it is."""

from __future__ import annotations

from voice.understanding.language.wordset import phrases, wordset

THINGS = wordset(
    "delivery deliveries driver drivers invoice invoices invoicing billing bill bills order orders truck "
    "lids lid box boxes "
    "packaging service support website app portal credit credits statement account pallet pallets case "
    "cases bag bags machine "
    "lease gasket phone call calls office line hold rep price prices charge charges quality portion "
    "portions label labels dates tub tubs "
    "gasket buns bun bread rolls roll lids carton cartons fridge pails pail cups coffee milk cream fish "
    "meat produce fruit salad sandwiches leaves dough stock item items goods stuff everything shipment "
    "shipments load crate crates tin tins substitution substitutions refund sharpening knives paperwork "
    "van drop communication shop web site checkout webshop catering-order helpline hotline tracking"
)


STRONG = phrases(
    "didn't make it; never made it; wasn't on the truck; weren't on the truck; not on the truck; got left "
    "off; was left off; were left off; left off the; missed off; wasn't delivered; weren't delivered; not "
    "delivered; came damaged; arrived damaged; came broken; arrived broken; came crushed; arrived "
    "crushed; arrived thawed; arrived warm; came in warm; came in wet; arrived wet; going off before; "
    "going moldy; going mouldy; past their date; past its best; past their best; smelling; stinking; "
    "tasted off; tasted funny; tastes off; tastes funny; tasted bad; full of water; full of ice; full of "
    "bones; full of sand; clumped; lumps in; separating; curdling; leaking all; leaked all; leaked "
    "everywhere; exploded; falls to bits; fell to bits; crumbling; dried out; hard as rock; hard as a "
    "rock; like rocks; like leather; like rubber; golf balls; one short; two short; three short; four "
    "short; a case short; a box short; a bag short; came light; had mold; had mould; had bugs; had a "
    "hair; had hair; had glass; had stones; bruising; battered; wilting; unlabelled; unlabeled; wrong "
    "kind; wrong type; wrong brand; wrong one; sent the wrong; sent her the wrong; sent him the wrong; "
    "sent them the wrong; delivered the wrong; delivered to the wrong; sent somebody else's; keeps "
    "tripping; on the blink; on the fritz; packed up; conked out; won't turn on; never rings back; never "
    "calls back; never returns; don't return; doesn't return; didn't return; won't return; not returning; "
    "hasn't been called; hasn't been rung; nobody rang; nobody phoned; nobody emailed; nobody replied; no "
    "one replied; no reply; never replied; hasn't replied; haven't replied; got no answer; goes to "
    "voicemail; goes straight to voicemail; rings out; rang out; phone rings; line was busy; always busy; "
    "put on hold; left on hold; waiting on hold; hung up on; passed from pillar; passed from one; sent "
    "round the houses; the runaround; a runaround; fobbed off; brushed off; promised and never; supposed "
    "to come; supposed to have; was meant to; were meant to; meant to be here; should have been; should "
    "have come; never credited; hasn't been credited; haven't been credited; credit never; refund never; "
    "owes them a credit; billed for stuff; billed for things; charged too much; charging too much; "
    "charged more; charged her for; charged him for; charged them for; charged the wrong; billed the "
    "wrong; invoiced for; invoiced twice; invoices are wrong; invoices are late; invoice is wrong; "
    "invoice was wrong; can't read the; can't make sense of; don't tally; doesn't tally; never matches; "
    "not matching; don't show the; too many substitutions; a substitution; got a substitute; were "
    "substituted; changed without; stopped without; cancelled on; cancelled without; canceled without; "
    "changes every; different every; never the same; all over the place; hit or miss; hit and miss; has "
    "dropped; has slipped; slipping; not what it was; not what they were; not as good; not as fresh; "
    "isn't as good; aren't as good; worse than; getting worse; got worse; worse and worse; let us down; "
    "let her down; let him down; lets him down; lets her down; backed into; knocked over; broke the; "
    "drove over; blocking the; blocks his; blocks her; blocked his; blocked her; double parked; left it "
    "in; left them in; left it on; left them on; left it outside; left them outside; slammed; tracked "
    "mud; no manners; attitude; bad attitude; cheeky; on his phone; wouldn't help; won't help; didn't "
    "wait; won't wait; an hour late; two hours late; half an hour late; hours after; a day late; day "
    "late; week late; keeps arriving; keeps turning up; keeps sending; keeps calling; keep sending; keep "
    "calling; keep forgetting; keeps forgetting; logged out; times out; timed out; glitch; glitches; "
    "won't let her; won't let him; won't let them; doesn't let; too complicated; hard to use; hard to "
    "find; can't find anything; can't find a; pain to; clunky; useless; hopeless; a shambles; a disgrace; "
    "disgraceful; not good enough; beyond a joke; out of order; at the end of his; at the end of her; had "
    "it up to; sick and tired; not best pleased; not pleased; not a happy; wasn't pleased; isn't pleased; "
    "displeased; ticked off; narked; miffed; peeved; cheesed off; browned off; hacked off; gutted; "
    "disgusted; appalled; unimpressed; not amused; wasn't amused; irate; seething; turned up after; "
    "arrived after; came after; showed up after; had a go at me about; had a go about; having a go about; "
    "put his foot down about; put her foot down about; tore into me about; chewed me out about; gave me "
    "an earful about; an earful about; on at me about; took issue with; laid into me about; wasn't "
    "thrilled with; wasn't thrilled about; not thrilled with; not thrilled about; not impressed with; "
    "wasn't impressed with; isn't impressed with; not impressed by; don't show; doesn't show; didn't show "
    "the; for someone else; for somebody else; trimmed badly; badly trimmed; badly packed; packed badly; "
    "refrozen; split in; curdled; was late; were late; came late; arrived late; is late; are late; late "
    "again; late delivery; late deliveries; came in late; turned up late; showed up late; hours late; "
    "days late; hour late; always late; keeps being late; running late; late on; late twice; late three "
    "times; was short; were short; came short; short again; came up short; shorted; short shipped; was "
    "missing; were missing; is missing; missing from; items missing; went missing; never came; never "
    "arrived; never showed; never showed up; never turned up; no show; didn't show; didn't show up; "
    "didn't come; didn't arrive; didn't turn up; hasn't come; hasn't arrived; haven't come; haven't "
    "arrived; haven't received; hasn't received; didn't receive; never received; never got; didn't get; "
    "hasn't got; was rude; were rude; rude; was wrong; were wrong; is wrong; are wrong; got the wrong; "
    "the wrong; wrong order; wrong product; wrong address; wrong size; wrong price; wrong item; wrong "
    "ones; mixed up; mix up; mixup; messed up; screwed up; mess up; overcharged; over charged; charged "
    "twice; double charged; double billed; billed twice; billed for; charged for; damaged; crushed; "
    "dented; broken; cracked; cracking; leaking; leaked; leaks; burst; torn; ripped; spoiled; spoilt; "
    "rotten; rancid; moldy; mouldy; mold; mould; went bad; gone off; gone bad; went off; was off; were "
    "off; sour; stale; thawed; melted; warm; freezer burned; freezer burnt; freezer burn; out of date; "
    "past date; past its date; expired; short dated; inconsistent; rock hard; bruised; wilted; slimy; "
    "soggy; mushy; smelled; smelled off; smelled funny; smelt; contaminated; bugs in; weevils; doesn't "
    "fit; don't fit; didn't fit; don't fit right; doesn't work; don't work; didn't work; isn't working; "
    "stopped working; broke down; keeps breaking; keeps jamming; jammed; keeps leaking; nobody answers; "
    "nobody answered; no one answers; no one answered; no answer; nobody called; nobody called back; no "
    "one called; no one called back; never called back; never called; nobody picks up; nobody got back; "
    "no one got back; never got back; hasn't heard back; hasn't heard; didn't call back; can't reach; "
    "can't get through; couldn't get through; couldn't reach; on hold; kept on hold; left outside; left "
    "out; left in the; left on the; left the; blocked the; blocks the; blocking; dropped the; parked; "
    "ignored; ignoring; substituted; subbed; swapped without; without asking; without telling; without "
    "notice; out of stock; back ordered; backordered; on back order; keeps running out; delayed; held up; "
    "not as; underweight; too ripe; overripe; under filled; half empty; half full; forgot; forgot to; "
    "forgotten; been waiting; still waiting; waiting for weeks; waiting weeks; waited; unreliable; "
    "sloppy; shoddy; slow; too slow; poor; terrible; awful; unacceptable; disappointed with; disappointed "
    "in; unhappy with; unhappy about; not happy with; not happy about; isn't happy with; isn't happy "
    "about; wasn't happy with; wasn't happy about; upset about; angry about; annoyed about; annoyed with; "
    "annoyed that; mad about; cross about; fed up with; sick of; furious about; furious that; frustrated "
    "with; frustrated by; complained about; complaining about; complains about; complaint about; "
    "complaints about; moaned about; moaning about; grumbled about; problem with; problems with; trouble "
    "with; issue with; issues with; had to go back; have to go back; sent back; went back; bad batch; "
    "hair in; glass in; plastic in; metal in; stones in; sick after; got sick; made people sick; food "
    "poisoning; price went up; prices went up; price hike; price increase; price increases; put the price "
    "up; put prices up; went up without; surcharge; hidden fee; crashes; crashing; won't load; freezes; "
    "couldn't log in; can't log in; locked out; confusing; incorrect; mislabeled; mislabelled; mispicked; "
    "duplicated; twice the; faulty; defective; acting up; playing up; shattered; soaked; wet; unfriendly; "
    "grumpy; swore; shouted; careless; smashed; split open; falling apart; fell apart; bad quality; poor "
    "quality; quality has dropped; quality's dropped; going downhill; gone downhill; went downhill; let "
    "down; lets them down; let them down; keeps changing; too many; dirty; skipped; missed; missing; "
    "short; he didn't order; she didn't order; they didn't order; never ordered; hadn't ordered; not what "
    "he ordered; not what she ordered; not what they ordered; somebody else's; someone else's; in the "
    "sun; in the rain; in the heat; in the snow; out in the; on the sidewalk; on the pavement; had to "
    "throw; threw out; threw away; thrown out; thrown away; nightmare; a mess; a joke; keeps getting; "
    "keep getting; never been right; wasn't right; isn't right; aren't right; not right; never right; "
    "hard to open; won't open; comes off; come off; came off; falls off; fall off; can't open; wouldn't "
    "close; won't close; won't start; won't heat; shut off; doesn't match; don't match; didn't match; "
    "does not match; logged her out; logged him out; logged them out; logs her out; logs him out; logs "
    "them out; kicked her out; kicked him out; don't get returned; doesn't get returned; never get "
    "returned; never returned; nobody's been; nobody has been; no one's been; no one has been; hasn't "
    "been by; forgot about him; forgot about her; forgot about them; forgotten about him; forgotten about "
    "her; another driver; different driver; new driver every; gate open; nobody answer; no one answer; "
    "told nobody; instead of what; used to get; used to come; no sign of; no sight of; hasn't seen; "
    "haven't seen; still no; still hasn't; still haven't; still missing; turn up till; turned up till; "
    "didn't arrive till; showed up at; turned up at; came at; half melted; half thawed; half frozen; rock "
    "solid; had freezer; gone soft; gone hard; a dud; duds; smells; smell; strange smell; bad smell; "
    "funny smell; stinks; stank; reeks; reeked; pebbles; stones; feathers; hairs; insects; a bug; "
    "ripping; rips; tearing; splitting; cracks; leaves spots; leaves marks; leaves streaks; streaky; "
    "getting smaller; got smaller; shrinking; smaller every; too strong for; irritating; irritates; "
    "burns; sticking together; stuck together; sticks together; too tough; tough as; was tough; that "
    "tough; chewy; stringy; full of; to the store herself; to the store himself; ran out because; had to "
    "run to; had to buy; doesn't whip; don't whip; won't whip; doesn't hold; don't hold; won't hold; wore "
    "out; gave out; floating our credit; waiting on the credit; waiting for the credit; waiting for his "
    "refund; waiting for her refund; price jumped; prices jumped; price changed; went up twice; more than "
    "the quote; more than quoted; not what was quoted; found less; were less; was less; comes half; came "
    "half; arrive half; arrives half; arrive broken; arrives broken; comes late; come late; came too "
    "late; come too late; comes too late; always behind; behind schedule; no apology; hung up; hangs up; "
    "puts her on hold; puts him on hold; transferred; passed around; gave up on; gave up waiting; roared "
    "at; yelled at; shouted at; snapped at; ashamed; doesn't add up; don't add up; miscounted; mislaid; "
    "lost the; lost our; lost her; lost his; wrong again; again late; the lids; gas in it; blocked; is "
    "terrible; is awful; plumb terrible; a pain; screw up; screwed; ruined"
)  # fmt: skip


NEEDS_THING = wordset(
    "missing short warm mold mould broken sour stale slow poor terrible awful wet dirty missed skipped "
    "confusing parked forgot ignored delayed incorrect twice wrong rude cracked damaged smelled waited "
    "duplicated late split smells smell stinks stones pebbles feathers hairs insects ripping rips tearing "
    "cracks splitting "
    "blocked ruined screwed irritating burns shrinking transferred ashamed chewy stringy duds "
    "miscounted sticky"
)


NOT_OURS = phrases(
    "weather; the weather; his staff; her staff; their staff; staff; rain; snow; traffic; roadworks; "
    "construction; parking; everywhere; health inspector; landlord; their own; his own; her own; ex "
    "husband; competitor; business is; business has; tourists; customers; foot traffic; dishwasher; the "
    "fridge; his fridge; her fridge; their fridge; the freezer; their freezer; walk in; heating; boiler; "
    "air conditioning; the roof; the city; guests"
)


SETTLED = phrases(
    "used to be; used to; last year; years ago; a year ago; months ago; long ago; all sorted now; sorted "
    "now; fixed now; back then; no longer; not anymore; not any more; since fixed; been fixed; ancient "
    "history; long sorted; long fixed; long gone; all good now; all good since; perfect since; water "
    "under the bridge; got sorted; was sorted; resolved"
)


NEGATED = phrases(
    "no complaints; no complaint; no problems; no problem; no issues; no issue; nothing wrong; not late; "
    "never late; wasn't late; weren't late; isn't late; not once; hasn't been late; haven't been late; "
    "without problems; not missing; nothing missing; never short; never missed; no trouble; no damage; on "
    "time; nothing to complain; not complaining; can't complain; didn't miss; never wrong; no late; "
    "hasn't missed; not a single; zero issues; zero complaints; zero problems; wasn't short; not short; "
    "won't be late"
)


UNREAL = phrases(
    "if; in case; worried; worries; afraid; unless; would be; make sure; hopes; so that it doesn't; might "
    "be; could be; whenever; what happens if; scared; concerned that; in the event; don't want; doesn't "
    "want; wouldn't want"
)


HIGH = phrases(
    "twice; third time; second time; fourth time; fifth time; time and again; again and again; once "
    "again; yet again; every week; every single; daily; every day; in a row; weeks running; months "
    "running; month running; time running; nth time; each week; keeps happening; keeps; keep happening; "
    "happens every; repeatedly; serious; seriously; furious; livid; really upset; very upset; really "
    "angry; very angry; really mad; last straw; final straw; last chance; threatening; threatened; "
    "threatens; fed up; had enough; had it with; sick; food poisoning; food safety; health department; "
    "health inspector; inspector; unsafe; dangerous; mold; moldy; mouldy; mould; glass; metal; plastic "
    "in; salmonella; allergen; allergy; allergic; allergens; raw; maggots; bugs; weevils; for weeks; for "
    "months; three times; four times; twice this month; twice in a row; two weeks running; three weeks "
    "running; weeks in a row; times in a row; times this month; times this; week running; unacceptable; "
    "walk away; will leave; going to leave; leave us; looking for another; look elsewhere; looking "
    "elsewhere; go elsewhere; going elsewhere; take his business; take her business; take their business; "
    "switch if; go to; cancel everything; cancel the contract; cancel his; cancel her; cancel their; "
    "cancel the whole; or we're done; out of patience; running out of patience; big problem; huge "
    "problem; huge issue; major; disaster; ridiculous; twice already; constantly; always; outraged; "
    "hopping mad; up in arms; kicking off; went ballistic; screaming; yelling; off the hook; one more "
    "time; if it happens again; happens again; pretty serious; quite serious; out of the fridge; done "
    "with us; not the first time; two times; several times; third friday; third monday; third tuesday; "
    "third wednesday; third thursday; third saturday; time already; times already; hundred times; last "
    "warning; cannot be; lost patience; lost the patience; i'm done; he's done; she's done; he's off; "
    "she's off; safety; close the brunch; again; multiple times; every time; every delivery; second week"
)


LOW = phrases(
    "minor; minor thing; not a big deal; no big deal; big deal; small thing; little thing; nothing "
    "serious; not serious; not the end of the world; not bothered; not too bothered; wasn't bothered; "
    "isn't bothered; not fussed; no biggie; not a huge; nothing major; not major; just a small; slight; "
    "slightly; tiny; only a little; bit of a; laughed it off; laughed about it; wasn't too upset; not too "
    "upset; not upset; wasn't upset; isn't upset; didn't mind; doesn't mind; no drama; not making a fuss; "
    "don't make a fuss; cosmetic; petty; trivial; nitpick; nitpicking; niggle; small gripe; little gripe; "
    "gripe; small complaint; not urgent; wasn't fussed; isn't fussed; easy fix; can live with; lives with "
    "it; not mad; wasn't mad; isn't mad; no hard feelings; just mentioned; just so we know; just a heads "
    "up; only a small; quibble; nothing dramatic; not dramatic; not angry; isn't angry; not mithered; "
    "isn't mithered; not complaining; a little; only a bit; no fuss; not the worst"
)


STATE_VERBS = wordset(
    "is are was were came come comes coming arrived arrive arrives arriving turned went gone got gets "
    "getting keeps keep been looked looks tastes tasted smells smelled felt being be"
)


BAD = wordset(
    "late short missing broken damaged wet brown soft hard stale cold warm hot thawed crushed bruised "
    "dirty wrong rotten off dented empty torn ripped sticky slimy moldy mouldy soggy "
    "leaking smelly burnt lumpy gritty inconsistent incomplete unlabelled unlabeled mislabeled "
    "mislabelled unreadable rude unfriendly terrible awful horrible poor bad worse "
    "useless disaster nightmare joke mess shambles slow unacceptable disappointing defrosted melted "
    "overripe spoiled spoilt sour cracked split squashed limp yellow gray grey rubbery faulty loose "
    "bent sloppy patchy delayed unreliable expired rancid curdled freezer-burned discolored discoloured "
    "chipped scratched stained grubby filthy incorrect duplicated underweight understrength weevily "
    "infested badly burnt burned refrozen frozen black mushy runny raw pink"
)


MOANS = wordset(
    "moaning moaned moan complaining complained complains grumbling grumbled griping griped whinging "
    "whinged ranted ranting cross annoyed upset unhappy furious angry mad livid fuming"
)
