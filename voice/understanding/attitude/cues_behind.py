"""Words that tell a stance towards a product before them ("... was late", "nobody likes it")."""

from __future__ import annotations

BEHIND_PRODUCT = {
    "ordered": """
        go ahead; and that's that; put it down; put it down for; booked in; we agreed; he agreed; she
        agreed; they agreed; signed there and then; signed for it; signed for them; for the standing order;
        to the standing order; on standing order; on the standing order; starting next week; starting
        monday; starting next delivery; from next week; from next delivery; from next month; for starters;
        same quantity; same amount; same number; double it; double that; and make it; ship it; sent through;
        came through; order is in; and he's in; and she's in; same again; like last time; same as last time;
        reorder; shook on it; take it or leave it she took it; take it or leave it he took it; deal;
        standing from; gave me the go ahead; now on standing order; back on; are back on; is back on; down
        to; as usual; again please; same as usual; same as always; same as last week; like always; like
        usual; the usual; upped to; up to; went up to; goes up to; bumped to; every week from now on; yes;
        yes please; to go on the order; on the next order; on the order; on top; to the order; to his order;
        to her order; to their order; add that; is confirmed; are confirmed; confirmed; ordered; signed;
        booked; for delivery; on his next order; on her next order; on their next order; signed up; in the
        bag; sorted; locked in; a go; is a go; is a yes; approved; got approved
    """,
    "dropped": """
        are gone from; are gone; want it again; don't want it again; doesn't want it again; don't want them again;
        won't take it again;
        out for now; out for the moment; out for the time being; out this time; out of the order; off for now; out
        from now on; not having it back; no use to him now; no use to her now; won't be back on;
        has to go; have to go; had to go; can go; won't be on; coming off; came off; gets the chop; got the
        chop; is being dropped; are being dropped; got dropped; got cut; is cut; are cut; to be cancelled;
        to be stopped; finished; no longer needed; not needed any more; doesn't need any more; he's done
        with; she's done with; surplus to requirements; gone from the menu; from the menu; after this one;
        after this delivery; after this order; stop it; stop them; any more; any longer; anymore; on the
        head; out from; we take no more; he'll not want; she'll not want; out the door; off the standing;
        nobody's eating it; is out; are out; she's over it; he's over it; is off; are off; off the order;
        off the list; off the menu; cancelled; canceled; is cancelled; are cancelled; is canceled; are
        canceled; discontinued; gets dropped; is gone; stops; come off; comes off; off his order; off her
        order; off their order; off the standing order; is finished; no longer; no more
    """,
    "declined": """
        a miss; isn't going to happen; aren't going to happen; not required; no dice; got nowhere; and got nowhere;
        not at any price; not even for free; no takers; no use for; can't see it; couldn't see it; doesn't see it;
        not his scene; not her scene; wasn't his thing; wasn't her thing;
        he's not interested; she's not interested; they're not interested; not at that price; not at the
        moment; not for the moment; not until; not before; not just yet; not yet; leave it; leaves it; leave
        that; give it a miss; gave it a miss; gives it a miss; a pass; is a pass; took a pass; wasn't for
        him; wasn't for her; wasn't for them; isn't for him; isn't for her; doesn't need it; doesn't need
        them; don't need it; don't need them; already sorted; sorted already; got his own; got her own;
        makes his own; makes her own; make their own; out of the question; no chance; fat chance; said nah;
        nope; no sale; no interest; no joy; wouldn't bite; won't bite; won't budge; said no way; said never;
        said forget it; turned me down; too expensive for him; too expensive for her; too expensive for
        them; too dear for him; too dear for her; he took none; she took none; took none; none of it; none
        of them; over his dead body; over her dead body; none this week; none this time; zero this time; so
        none; that's a no; till the old; until the old; no room for; not till; won't touch it; nothing this
        time; zero this week; not this week; no; no thanks; no thank you; not for him; not for her; not for
        them; not for now; not interested; absolutely not; not now; not right now; not this time; not today;
        isn't for them; is a no; are a no; was a no; was a hard no; is a hard no; a flat no; turned down;
        declined; rejected; he said no; she said no; they said no; he passed; she passed; they passed; not
        wanted; not needed; doesn't want it; doesn't want them; don't want it; don't want them; won't be
        needed; he doesn't want; she doesn't want; they don't want; thumbs down; didn't want it; didn't want
        them; didn't bite; wasn't interested; weren't interested; isn't interested; wouldn't hear of it; not
        a chance; no way; not going to happen; hard pass
    """,
    "wants": """
        is what he's missing; is what she's missing; is finished and; are finished and; has finished; have finished;
        is over and; nearly done; almost done; nearly out; almost out; run out; ran out; has run low; ran low; would
        be great; if we have them; if we have it; as soon as possible; as soon as we can; on the double; sharp
        sharp;
        asap; urgently; urgent; right away; straight away; if possible; if we have any; if we've any; if
        we've got any; if we can get it; if we can get them; running low; run low; is low; are low; nearly
        gone; almost gone; all gone; has run out; have run out; finished today; are finished; to keep him
        going; to keep her going; to keep them going; to tide him over; to tide her over; to tide them over;
        on the next truck; on the next run; on his next delivery; on her next delivery; on their next
        delivery; back in stock; available; by then; needed; wanted; requested
    """,
    "considering": """
        is a possible; is a maybe; are a maybe; could be on the cards; on the cards; is pending approval; are
        pending; pending approval; pending sign off; under discussion; still open; still up in the air; up in the
        air; jury's out; jury is out; remains to be seen; once he's spoken to; once she's spoken to; needs his boss;
        needs her boss; needs approval; need approval; but don't hold me to it; or not; perhaps later; maybe later;
        later in the year; maybe in; on his mind; on her mind;
        he'll let me know; she'll let me know; they'll let me know; he'll come back to me; she'll come back
        to me; they'll come back to me; will come back to us; he's thinking; she's thinking; they're
        thinking; still thinking; he wasn't sure; she wasn't sure; they weren't sure; he isn't sure; she
        isn't sure; they aren't sure; not sure; on the cards; in the pipeline; in the running; worth a look;
        worth trying; worth considering; could work; might work; would work; might be nice; might be good;
        would be interesting; might suit; could suit; caught his eye; caught her eye; caught their eye;
        piqued his interest; piqued her interest; got him thinking; got her thinking; if the numbers work;
        if the price works; if we can match; if we match; if we can do; if it comes; if they come; if it's
        cheaper; if they're cheaper; if the quality; at the right price; for the right price; in the new
        year; later in the year; in the summer; in the fall; in the spring; next season; against a
        competitor; against a sample; free sample; a free case; a sample case; for a tryout; for a tasting;
        to compare; might do it; if we had it; if we have it; her eyes lit up; his eyes lit up; if it's not
        too dear; if it's not too; if it's under; hadn't tried it; hasn't tried it; haven't tried it;
        depends on the price; if they are; if it is; dilution tested; go halves; fifty fifty; she'd think;
        he'd think; that's a big if; run it by; run it past; sample; samples; price; prices; pricing; quote;
        quotes; info; information; brochure; spec; specs; spec sheet; spec sheets; details; sounds
        interesting; is interesting; are interesting; looks interesting; sounds good; maybe; perhaps;
        possibly; to try; to taste; to test; to sample; as a trial; as a test; on trial; on approval; he'll
        think about it; she'll think about it; they'll think about it; thinking about it; needs to think;
        wants to think; has to think; need to think; let me know; depends; is tempting; was tempting; an
        option; is an option; if the price is right; for the tasting; is possible; undecided; on the fence;
        get back to me; get back to us; wants a quote; wants a price; has to check; wants to see; is a
        maybe; are a maybe; a maybe; next year; down the line; for a trial; for a test; worth a try; is on
        the table
    """,
    "problem": """
        nothing like last time; wasn't right; weren't right; isn't right; aren't right; not right; not up to
        standard; not up to scratch this time; hasn't turned up; haven't turned up; never turned up; had a hole; had
        holes; had to go in the bin; had to be binned; had to be thrown; got fewer; meant to be here; has spoil; has
        spoilt; have spoilt; had gone over; gone over; turned up in bits; in bits; in the wrong size; the wrong
        size; written off; came undone; had burst; had split; had leaked; had thawed; had melted; had cracked; came
        open; arrived open; turned up late; turned up short; turned up warm; short by; came short by; wasn't there;
        weren't there; wasn't on; weren't on;
        quarantined; recalled; with sprouts; sprouted;
        should have come; should have been here; should've come; should have been there; should've been there; was
        supposed to come; was supposed to be; were supposed to come; was meant to come; were meant to come; was due
        yesterday; were due yesterday; was due monday; gone bitter; gone off; gone stale; gone soft; gone sour; gone
        hard; turned bitter; half frozen; thrown out; smells; sweating; broken grains; grey when; gray when; pink
        when; black when; hard as; keep arriving; keeps arriving; keep coming; keep leaking; keep breaking; was
        swapped for; were swapped for; wasn't in the; weren't in the; affected; came half; arrived half; had started
        to turn; on the turn; leaked all over; went all over; all over the floor; all over the place; all over
        everything;
        never came in; didn't come in; didn't make it; never made it; wasn't on the truck; weren't on the
        truck; not on the truck; wasn't in the box; left off; missed off; got left off; got missed; was left
        off; were left off; not delivered; wasn't delivered; weren't delivered; came damaged; arrived
        damaged; came broken; arrived broken; came crushed; came wet; came frozen; came thawed; arrived
        thawed; arrived warm; arrived frozen; half rotten; half gone; going off; going bad; going moldy;
        going mouldy; already off; already bad; already gone; on the turn; past their date; past their best;
        past its best; near date; close to date; short date; short dates; bad smell; smelling; stinking;
        stink; stank; like vinegar; tasted off; tasted funny; tastes off; tastes funny; tasted bad; tasted
        rancid; tasting off; full of water; full of ice; full of air; full of bones; full of holes; full of
        sand; sandy; bony; icy; clumped; clumping; lumps; chunks; chunky; separating; splits; curdles;
        curdling; leaked all; leaked everywhere; leaky; exploded; popped; fell apart; falls apart; falling
        apart; fall apart; falls to bits; fell to bits; broke apart; breaks; breaking; crumbling; crumbled;
        crumbles; dried out; dry as; bone dry; rock solid; hard as rock; hard as a rock; hard as stone;
        solid as; like leather; like rubber; too few; one short; two short; three short; four short; a case
        short; a box short; a bag short; came light; underfilled; half full; half empty; empty; moldy again;
        had mold; had mould; had bugs; had hair; had a hair; had glass; had stones; had bones; had spots;
        spotty; spotted; blotchy; bruising; battered; beaten up; beat up; ugly; sad looking; wilting;
        withered; shrivelled; shriveled; faded; dusty; unlabelled; unlabeled; wrong size; wrong kind; wrong
        type; wrong brand; wrong one; wrong ones; the wrong ones; swapped with; substituted; subbed; mixed
        up with; not what he ordered; not what she ordered; not what they ordered; charged for; overpriced
        on the invoice; keeps tripping; keeps jamming; keeps leaking; tripping; on the blink; on the fritz;
        packed up; conked out; died; won't start; won't turn on; won't heat; never showed; had freezer burn;
        freezer burn; with mold; with mould; mold on; mould on; pebbles; stones; feathers on; half thawed;
        half melted; smells; strange smell; irritating; stinks; ripping; rips; tearing; full of stones; full
        of; a dud; was a dud; getting smaller; leaves spots; leaves marks; came smaller; mislabeled;
        mislabelled; too watery; gone bad; screwed up; was tough; that tough; tough; sticking together;
        stick together; are cracking; arrive broken; arrives broken; came warm; ruined; in different size;
        in different sizes; not what was ordered; irritate; was late; were late; is late; are late; late;
        came late; arrived late; came in late; was short; were short; short; came short; came up short; was
        missing; were missing; missing; never came; never arrived; never turned up; never showed up; didn't
        come; didn't arrive; didn't show; didn't show up; didn't turn up; hasn't come; hasn't arrived;
        haven't arrived; haven't come; went bad; went off; gone off; went moldy; off; rancid; rotten;
        rotting; moldy; mouldy; spoiled; spoilt; sour; stale; damaged; broken; cracked; cracking; crushed;
        dented; torn; ripped; leaking; leaked; leaks; burst; thawed; defrosted; melted; warm; frozen solid;
        freezer burned; freezer burnt; wrong; the wrong; was wrong; were wrong; mixed up; out of date; past
        date; past its date; expired; short dated; inconsistent; rock hard; bruised; wilted; slimy; brown;
        soggy; mushy; smelled; smelled off; smelled funny; smelt; smelt off; smelly; contaminated; bugs;
        weevils; dirty; had to go back; have to go back; has to go back; going back; went back; went back on
        the truck; returned; sent back; rejected; thrown away; thrown out; threw out; in the bin; bad batch;
        bad; unusable; undrinkable; inedible; watery; didn't work; doesn't work; don't work; stopped
        working; broke; broke down; keeps breaking; keep breaking; out of stock; was out; were out;
        backordered; back ordered; on back order; shorted; split; splitting; open; opened; wet; soaked;
        watered down; separated; curdled; clumpy; lumpy; gritty; weevil; mould; mold; undelivered; delayed;
        held up; left outside; left out; overcharged; double charged; charged twice; billed twice; too warm;
        not cold; not frozen; underweight; overripe; too ripe; unripe; green; hard as rocks; like rocks;
        failing; failed; leak; faulty; defective; acting up; playing up; jammed; jamming; turned; had
        turned; off color; discolored; gone; limp; yellowing; sprouting; soft; squashed; smashed; in pieces;
        in bits; busted; trimmed badly; badly trimmed; burnt; burned; tasted burnt; badly; refrozen; past
        it; turned up after; arrived after; came after
    """,
    "dislikes": """
        doesn't agree with; don't agree with; isn't a patch; aren't a patch; not a patch; could be better; could do
        better; doesn't hold up; don't hold up; didn't hold up; doesn't hold; too much salt; too much sugar; too
        much fat; leaves him cold; leaves her cold; left him cold; left her cold; nobody's cup of tea; lets it down;
        lets them down; gets sent back; gets left; get left;
        thinner than; smaller than; worse than; weaker than; drier than; tougher than; not what they were; not what
        it was; not what they used to be; not what it used to be; gone downhill; not as good as; not as nice as;
        isn't what it was; aren't what they were; bit dear; a bit dear; too much for him; too much for her; out of
        his range; out of her range; a touch salty; a touch sweet; a bit thin;
        nobody wants it; nobody wants them; nobody touches it; nobody touches them; nobody touched it;
        nobody touched them; left on the plate; left on plates; come back on the plates; not popular; isn't
        popular; aren't popular; wasn't popular; weren't popular; not a big seller; sits there; sitting
        there; sits on the shelf; sitting on the shelf; gathering dust; falls flat; fell flat; a flop;
        flopped; bombed; no good; not very good; not that good; not so good; not up to scratch; not up to
        much; not his cup of tea; not her cup of tea; not their thing; not his thing; not her thing; nothing
        to write home about; a letdown; a let down; a bit bland; a bit sweet; a bit salty; a bit strong; a
        bit dry; a bit tough; over priced; overpriced; steep; a bit steep; pricey; a bit pricey; a bit dear;
        on the dear side; on the sweet side; on the salty side; tastes cheap; looks cheap; cheap looking;
        flimsy; too flimsy; too rubbery; too fatty; fatty; too lean; too long; too wide; too loose; too
        tight; too dear; a bit rubbish; rubbish; finds too salty; finds too sweet; she finds too; he finds
        too; too rich; too plain; wouldn't eat it; won't eat it; don't whip; too sweet; too salty; too
        spicy; too strong; too weak; too bitter; too sour; too thick; too thin; too dry; too greasy; too
        oily; too bland; too expensive; too pricey; too big; too small; too soft; too hard; too mild; too
        watery; too dense; too chewy; nobody likes it; nobody likes them; no one likes it; no one likes
        them; doesn't like it; doesn't like them; didn't like it; didn't like them; don't like it; don't
        like them; bland; tasteless; not selling; isn't selling; aren't selling; don't sell; doesn't sell;
        didn't sell; nobody orders them; nobody orders it; nobody buys it; nobody buys them; hates it; hates
        them; hated it; hated them; not a hit; a bit much; isn't great; aren't great; wasn't great; weren't
        great; not great; so so; meh; slow seller; slow sellers; not moving; isn't moving; aren't moving;
        not good enough; not up to it; not to his taste; not to her taste; tastes like; weird; odd
        aftertaste; aftertaste; disappointing; underwhelming; nothing special; rubbery; flavorless; didn't
        go down well
    """,
    "likes": """
        is flying; are flying; is class; are class; is the business; are the business; is deadly; are deadly; is too
        good; are too good; beats what; beats the old; is unreal; are unreal; is sound; is grand stuff; is pure
        gold; is pure class; is a joy; are a joy; does the trick; did the trick; goes down lovely; went down lovely;
        is on point; are on point; hits the spot; is fire; are fire; is top drawer; is mint; are mint;
        worth every penny; worth the money; money well spent; worth every cent; was worth it; never had better; best
        she's had; best he's had; best they've had; only gorgeous; went down brilliantly; went down very well; goes
        like the clappers; goes like hot cakes; bang on; spot on this time;
        went down a treat; goes down a treat; going down a treat; went down a storm; a treat; a dream; a
        godsend; a lifesaver; top class; top quality; second to none; hard to beat; can't be beat; can't
        beat; unbeatable; the bomb; the bee's knees; to die for; out of this world; phenomenal; incredible;
        magnificent; terrific; marvelous; marvellous; stellar; a star; a hit with; big hit; huge hit; are a
        hit; is a hit; big winner; a keeper; keepers; his favorite; her favorite; their favorite; his
        favourite; her favourite; their favourite; selling out; sells out; keeps selling out; can't keep up;
        flying off the shelf; flying off the shelves; walking out the door; very popular; really popular; so
        popular; most popular; more popular; nice and fresh; always fresh; very fresh; super fresh; really
        fresh; so fresh; fresh as; good quality; great quality; best quality; excellent quality; consistent;
        very consistent; reliable; works great; works well; working well; working great; works a treat;
        smells great; tastes great; tasted great; looks great; looked great; looks beautiful; came out
        great; turned out great; the real thing; the only one; prettiest; best fish; more tender; better
        than; the best he's; the best she's; is very good only; was a hit; were a hit; always beautiful;
        can't speak highly enough; can't say enough; beat everyone; beats everyone; beat everybody; beats
        everybody; great; amazing; perfect; beautiful; fantastic; excellent; wonderful; lovely; delicious;
        brilliant; superb; the best; best; a hit; a big hit; a huge hit; very good; really good; so good;
        pretty good; spot on; selling well; sells well; sell well; going well; going down well; goes down
        well; went down well; selling like crazy; selling like hot cakes; selling like hotcakes; flying off;
        flies off; flying out; fly off; flew off; loves it; loves them; love it; love them; loved it; loved
        them; likes it; likes them; like it; like them; liked it; liked them; popular; big seller; best
        seller; bestseller; moving fast; moving really well; moving well; doing well; doing great; doing
        really well; happy with it; happy with them; rave; raving; good stuff; top notch; first class; a
        winner; gorgeous; super; awesome; outstanding; crowd pleaser; going down really well; going down
        very well; going really well; selling really well; sells really well; going great; went over well;
        tasty; really nice; very nice; so nice; can't get enough; fresher; fresh and; much better
    """,
    "uses": """
        he's using; she's using; they're using; he is using; she is using; he goes through; she goes through; they
        go through; he gets through; she gets through; they get through; he has plenty; she has plenty; they have
        plenty; has plenty; have plenty; he's plenty; she's plenty; loads left; plenty left; enough left; in stock
        already;
        same as ever; keep them coming; keep it coming; for now keep; staying as is; no change; they use; he
        uses; she uses; on the menu; in the meantime; they buy; he buys; she buys; they already have; is
        fine; are fine; fine; is okay; are okay; okay; no changes; is right; are right; is enough; are
        enough; unchanged; stays the same; stay the same; staying the same; stays; stay; are good; is good;
        is working; are working
    """,
}  # fmt: skip
