"""Words that tell a stance towards a product behind them ("wants ...", "not interested in ...")."""

from __future__ import annotations

BEFORE_PRODUCT = {
    "ordered": """
        bump him; bump her; bump them; bump it; bump that; bumped him; bumped her; bumped them; bumping him;
        bumping her; bumping them; put him on; put her on; put them on; went for the; opted for; settled on;
        plumped for; pulled the trigger on; said go on then; in on; came through with an order for; put an
        order in for; placed a new order for; wants to repeat; topping up; topped up on; top up on; stock up
        on; stocking up on; doubled up on; doubled down on; is taking; are taking; will be taking; i've put
        in; i have put in; phoned in; called in; rang in; emailed in; on the books for; gave us the order
        for; gave us the nod for; gave the nod for; got the nod for; nailed down; secured; booked an order
        of; booked an order for; finalised; finalized; firmed up; moves to; up the; upped the; raised the;
        standing order now of; write him up for; write her up for; write them up for; put through for; put
        on; sign me up for; converted to; came on board for; came over to us for; gave us all; is going with
        us for; going with us for; are going with; sold them on; sold him on; sold her on; has asked us to
        send; please send; send over; send out; ring up; punch in; key in; he'll do; she'll do; they'll do;
        he'd like to order; wants to place an order for; decided on; deciding on; did a deal on; done a deal
        on; shook on; struck a deal on; agreed a price on; agreed a price for; restarting; resume; resuming;
        restart; reinstated; reinstating; signed a contract for; signed off; give me; gives me; have
        another; has another; she'll have another; he'll have another; send us; in for; has given order for;
        has given order of; gave order for; gave order of; gave order; given order; flying out so; i'm in
        for; is in for; she's in for; he's in for; confirmed the purchase of; the purchase of; loaded up on;
        made it; order worth; got the green light for; green light for; green light on; got approval for; go
        up to; went up to; wants to go; to go; ordered; orders; order; reorder; reordered; reordering; re
        ordered; re order; put him down for; put her down for; put them down for; put me down for; put us
        down for; put down; putting them down for; put in; put in for; put through; took; take; takes;
        taking; i'll take; signed up for; signs up for; sign up for; sign them up for; sign him up for; sign
        her up for; signing up for; signed for; signed on for; signed off on; add; added; adding; add on;
        bump; bumped; bumping; bump up; bumped up; upped; ups; upping; raise; raised; increase; increased;
        increasing; went with; going with; go with; bought; placed; placed an order for; gave me an order
        for; order for; switched to; switching to; switch them to; switch him to; switch her to; switching
        over to; switched over to; ship; send him; send her; send them; book; booked; book in; confirmed;
        committed to; down for; standing order for; standing order of; renewed; sold him; sold her; sold
        them; closed on; usual; restock; restocked; restocking; set them up with; set him up with; set her
        up with; start them on; let's do; order is; order was; going to take; gonna take; he'll have; she'll
        have; they'll have; will have; deliver; doubled; doubling; double; double the; agreed to; agreed on;
        agreed; commit to; snapped up; grabbed; wrote up; walked out with; walked away with; closed; locked
        in; go ahead with; went ahead with; going ahead with; gone for; went for; going for; move them to;
        moved to; moving over to; moving to; came in for; bring them; stick them down for; stick him down
        for; stick her down for; stuck them down for; popped in; pop him down for; pop her down for; pop
        them down for; mark them down for; mark him down for; mark her down for; write them down for;
        repeat; the order; purchase; purchased; get them; get him; get her; he'd have; picked up; change to;
        changed to; swap to; swapped to; swap for; swapped for; set up on; start with; starting with; firm
        on; gave an order for; has ordered; ordering; to order; on order; taken; have taken; has taken;
        signed; sign; pencil in; threw in; throw in; wants to add; wants to order; wants to up; wants to
        increase; wants to bump; confirms; placing an order for; same again on; yes to; yes on; said yes to;
        said yes on; went ahead and ordered; stocked up on; hook them up with; contract for; cut to; cut
        back to; cut down to; reduce to; reduced to; double down on; a chance on; a go on; give us a chance
        on
    """,
    "dropped": """
        no more of the; no more of; had his fill of; had her fill of; had their fill of; gone off our; going off
        our; wind down the; winding down the; run down the; letting go of; is letting go; parting with; finished up
        with; done taking; stopped having; moving on from; moved on from; no further; dropping out of;
        cancel order of; cancel order for; cancel the order of; cancel the order for; cancelled the order of;
        cancelled the order for; cancels the order of; cancels order of; cancelling the order for; cancel his;
        cancel her; cancel their;
        off with; sod the; out with; not carrying on with; won't carry on with; not going on with; call time on;
        called time on; calling time on; wants to stop; wants to cancel; asked us to stop; asked to stop; asked to
        cancel; asked us to cancel; stop sending; do away with; doing away with;
        walked away from; gave the boot to; has stopped; have stopped; not taking any more; not having any
        more; won't have any more; moved off; moved away from the; came off; weaning off; swapping out;
        swapped out; replacing; replaced our; phasing; is ending; pulled the plug on; putting an end to;
        knocked the; knocking the; axed; axing; discontinue the; drop the; scrapped; switched their;
        switched his; switched her; took their; taking their; closing out; not reordering; won't be
        reordering; not going to reorder; won't reorder; isn't reordering; pausing; paused; suspending;
        suspended; bailed on; bailing on; out of love with; has gone off; has moved off; wants rid of; shot
        of; packing in; packed in; take no more; takes no more; wants no more; want no more; not wanting;
        forget about the; over with; out with the; don't want any more; doesn't want any more; bye to;
        goodbye to; no want the; drop; drops; dropping; dropped; cancel; cancels; cancelled; canceled;
        cancelling; canceling; stop; stopped; stopping; stops; stop buying; stopped buying; stopped
        ordering; stopped taking; stop taking; stopping the; discontinue; discontinued; discontinuing; no
        longer; won't be taking; won't be having; won't be buying; no longer wants; no longer buying; no
        longer takes; no longer taking; no longer needs; no longer buys; get rid of; getting rid of; done
        with; finished with; switching from; switched from; switched away from; moving away from; moved away
        from; cutting; cut; cut out; cutting out; pulling; pulled; lose; losing; knock off; knocking off;
        took off; taking off; take off; ending; ended; end; terminate; terminated; phasing out; phase out;
        ditch; ditched; ditching; scrap; scrapping; instead of; rather than; giving up; gave up; given up;
        does without; moved; move; moving; taken off; remove; removed; removing; quit; quitting; not
        renewing; isn't renewing; won't renew; not renew; won't be renewing; out go
    """,
    "declined": """
        no joy with; wasn't biting on; isn't biting on; knocked back the; knocked back our; keep your; keep our; we
        can forget; can forget about; no room for; got no room for; nobody there would eat; nobody would eat; enough
        suppliers for; no want; no wants; said no way to; said never to; never going to take; won't entertain;
        wouldn't entertain; gave the cold shoulder to; couldn't shift him on; couldn't shift her on; couldn't
        interest him in; couldn't interest her in; couldn't sell him; couldn't sell her; tried to sell him; tried to
        sell her; tried him on; not having interest in; no interest for; no sale on; not taking any; dead against
        the; dead set against;
        no deal on; no deal for; no go with; nothing doing on; nothing doing with;
        couldn't be bothered with; can't be bothered with; not bothered with; isn't bothered with; wasn't bothered
        with; not minded to take; no wish for; won't be doing; has no room for; have no room for; no luck with;
        isn't taken by; nothing on; gave a no to; a no to; a no on; not fussed on; isn't fussed on;
        didn't want to know about; wasn't tempted by; not tempted by; turned his nose up at; turned her nose
        up at; turned their noses up at; no appetite for; no space for; no call for; no demand for; no
        budget for; can't afford; won't pay for; no go on; nope on; nay to; negative on; wouldn't hear of;
        won't hear of; wouldn't consider; won't consider; isn't up for; not up for; wasn't up for; doesn't
        do; don't do; isn't having; wasn't having; not having; shot down the; shut down; brushed off; waved
        off; waved away; shrugged at; shrugged off; has no need for; have no need for; no need of; not in
        the market for; isn't in the market for; too early for; not ready for; isn't ready for; all set
        without; fine without; doing without; happy without; will manage without; leave out; left out the;
        holds off on; holding off on; putting off; put off; not now on; not convinced on; doubtful about;
        sceptical about; skeptical about; not impressed by the price of; balked at; baulked at; won't be
        needing; not be needing; isn't needing; wouldn't thank you for; doesn't want any; don't want any;
        wants nothing to do with; wants no; take none of; took none of; don't send him; don't send her;
        don't send them; don't send any; declined the offer for; declined the offer of; drowning in; won't
        be wanting; not ordering any; just not ordering; doubts she needs; doubts he needs; never wants to
        see another; never wants; passed on the; wouldn't want; hold the; holding the; hold off on; not
        interested in; isn't interested in; aren't interested in; wasn't interested in; weren't interested
        in; doesn't want; don't want; didn't want; won't want; not want; no to; said no to; saying no to;
        says no to; passed on; pass on; passing on; passes on; turned down; turning down; turns down;
        decided against; deciding against; declined; declines; declining; refused; refuses; won't take;
        won't touch; wouldn't touch; wouldn't take; wouldn't have; not keen on; isn't keen on; wasn't keen
        on; aren't keen on; no interest in; zero interest in; not take; not taking; isn't taking; won't be
        taking; doesn't need; don't need; didn't need; not need; no need for; does not want; do not want;
        did not want; didn't go for; doesn't see the point of; rejected; rejecting; rejects; not for; can't
        use; no use for; not going for; isn't going for; didn't bite on; not sold on; isn't sold on; wasn't
        sold on; won't do; not buying; isn't buying; skip; skipping; hard pass on; won't buy; wouldn't buy;
        didn't fancy; doesn't fancy; don't fancy; not into; isn't into; against; won't go for; wouldn't go
        for; not convinced by; not convinced about; wasn't convinced by; ruled out; not bothered about;
        isn't bothered about; not fussed about; can't be tempted by; no thanks to; thumbs down on; shot
        down; laughed at; has no use for; have no use for; not after; not looking for; isn't looking for;
        won't be asking after; won't need; not ordering; isn't ordering; offered but
    """,
    "wants": """
        requirement is; requirement of; requirement for; glad of; be happy to have; can he get; can she get; can
        they get; could he get; could she get; would we bring; could we bring; have to get him; have to get her;
        have to get them; need to get him; need to get her; in want of; keeps asking me for; asking after; enquired
        for; enquiring for; is enquiring for; on to me for; at me for; mad for more;
        is short of; are short of; going short on; down to the dregs of; could he have; could she have; can he have;
        can she have; can they have; could they have; can i have; could i have; could do with more; wanting more; is
        in the market for; on the hunt for; on the lookout for;
        down to the last; nearly out of; almost out of; fresh out of; clean out of; clear out of; all out
        of; run short of; running short of; ran short of; going short of; in dire need of; wants to have;
        wanting to order; asking us for; asking me for; asks us for; asked us for; asked me for; put in a
        word for; hoping we have; hopes we have; hoping we can get; hopes we can get; hoping we can do;
        whether we can get; whether we can do; whether we sell; whether we stock; if we can supply; if we
        could supply; if we supply; can we supply; do you have; do you carry; do you do; have we got; if
        we've got; is there any; mad keen for; wants in on; wants some; wants a few; wants another; would go
        for more; needs topping up on; needs restocking on; needs a restock of; needs to restock; would like
        some; i'd love; will want; will be wanting; he'll want; she'll want; they'll want; going to want;
        gonna want; expects to need; figures on needing; reckons he'll need; reckons she'll need; reckons
        they'll need; has need of; lacks; is lacking; missing his; missing her; missing their; when will we
        have; when we'll have; when we get; is wanting; are wanting; is requiring; requiring; require; will
        require; may require a; has requested; asked had we any; asked had we; have we any; asked if we had
        any; asked if we had; in the way of; wouldn't mind a; wouldn't mind some; wouldn't mind another;
        wouldn't mind a case of; needing more; is needing; are needing; been asking for; keeps asking for;
        begging us for; put in a request for; after some; after more; wants; want; wanted; wanting; needs;
        need; needed; needing; would like; i'd like; he'd like; she'd like; they'd like; we'd like; would
        love; he'd love; she'd love; they'd love; asked for; asking for; asks for; is after; are after; he's
        after; she's after; they're after; looking for; requested; requesting; requests; could use; could do
        with; running low on; low on; ran out of; running out of; out of; run out of; wishes; down to his
        last; down to her last; down to their last; have to have; has to have; in need of; crying out for;
        rather have; begging for; desperate for; requires; will need; they'll need; he'll need; she'll need;
        going to need; gonna need; can we get; can we send; if we can get; if we could get; do we carry; do
        we have; do we do; if we carry; if we have; if we stock; whether we carry; whether we have; if we
        sell; do we sell; do we stock; keen to have; keen to get; keen for; hoping for; hoping to get; wants
        to buy; wants to get; wants us to bring; wants more; like to have; like to get; like to order; wants
        to start; would prefer; prefer to have; looking to buy; looking to get; short of; short on; due for;
        get hold of; get some; be needing
    """,
    "considering": """
        numbers for; depends on; something on; no commitment on; nothing firm on; sign off for; sign off on;
        pencilled in; penciled in; she'd go; he'd go; they'd go; would go for; a whirl on; give a whirl to; would
        have a look at; will have a look at; take a punt on; might have; might have some; may have some; might do;
        tempted with; curious as to; wants a feel for; wants an idea of; ballpark for; ballpark on; wants to
        compare; shopping for prices on; gathering prices on; prices for; asked me to price; asked us to price;
        asked me to cost; asked me to quote on; asked me to quote for; asked us to quote for; asked for a rate on;
        asked for rate of; asking the rate of; asking rate of; asking rate for; what's the rate for; best rate for;
        best price for; best price on;
        half thinking of; half thinking about; toying with; humming and hawing about; humming and hawing over;
        hemming and hawing over; in two minds about; in two minds over; thinking about dropping; thinking of
        dropping; thinking about stopping; thinking of stopping; thinking about cancelling; thinking of cancelling;
        still on the fence about; on the fence about; on the fence over; wondering would; if we'd; were we to; would
        we ever do a deal on; a deal on; do him a deal on; do her a deal on; do them a deal on; sleeping on;
        tempted to try; half tempted by; warming to; warming up to; coming round to; coming around to;
        leaning towards; leaning toward; swaying towards; has his eye on; has her eye on; have their eye on;
        got his eye on; got her eye on; giving some thought to; giving thought to; gave some thought to;
        thinking over; still thinking about; still deciding on; still weighing; not sure about; isn't sure
        about; unsure about; not sure if; not sure whether; unsure on; can't decide on; can't decide
        between; hasn't decided on; hasn't decided about; hasn't decided between; haven't decided on;
        nibbling at; sizing up; looking over; feeling out; scoping out; shopping around for; comparing
        prices on; getting prices on; getting quotes on; getting quotes for; gathering quotes for; out to
        bid on; out to tender for; a tasting of; a taste of; taste the; wants a taste of; a bottle of the
        new; a demo of; demonstrated; showed off; walked him through; walked her through; walked them
        through; talked him through; talked her through; talked them through; told me to come back about;
        told me to come back with; wants to hear more about; wants more info on; wants to know more about;
        curious to try; curious what; interested to try; interested to see; would be interested in; could be
        interested in; may be interested in; may take; may want; may need; may order; may go for; perhaps
        take; possibly take; could use a sample of; asked to try; asked to taste; asked to see; asked for a
        sample of; asked for samples of; asked for info on; asked for a quote on; asked for a quote for;
        asked for pricing on; asked for the price of; asked for a price on; asked for a price for; asked me
        what we charge for; asked what we charge for; asked what we'd charge for; what would it cost for;
        what it'd cost for; whether to; if he took; if she took; if they took; if he takes; if she takes; if
        they take; provided we; as long as we; would take on; would bring in; would add; would put; would
        try; would give; would start; would like a quote on; would like a quote for; would like a sample of;
        would like samples of; would like info on; would like to see; would like to taste; pilot; piloting;
        a pilot of; running a trial of; doing a trial of; sampling; left him a; left her a; left them a;
        gave him a sample of; gave her a sample of; gave them a sample of; gave him a taste of; gave her a
        taste of; dropped a sample of; brought a sample of; brought samples of; took a sample of; took
        samples of; wouldn't mind giving; wouldn't say no to; might be up for; be up for; up for; would he
        be up for; having doubt regarding; doubt regarding; having doubts about; evaluating; is evaluating;
        assessing; see herself taking; see himself taking; see themselves taking; unless we get; wanting a
        price for; a price for; asking a price for; revised quotation for; quotation for; quotation on;
        doubts she'll keep; doubts he'll keep; doubts they'll keep; interest in the; has interest in; have
        interest in; depends on; might do; when i mentioned; trial of one; a sample of; how much for the; is
        asking for the; would like to try; had a taste of; weighs up; in two minds about; give it a go;
        asked about; asking about; asks about; ask about; asked me about; start carrying; started carrying;
        start stocking; started stocking; curious about; interested in; is interested in; interest in;
        thinking about; thinking of; thinks about; think about; considering; considers; consider; looking
        at; looking into; look at; might; maybe; may; possibly; perhaps; sample of; samples of; quote on;
        quote for; quotes on; quoted; quote; price on; price for; price of; prices on; prices for; pricing
        on; pricing for; price; prices; trial of; trial; trialing; trialling; trials; try; trying; try out;
        trying out; tasting of; test; testing; info on; information on; information about; info about;
        details on; details about; told him about; told her about; told them about; pitched; pitching;
        mentioned; talked about; talked to them about; toying with; on the fence about; open to; would
        switch; would take; would go for; would buy; would order; could be tempted by; tempted by; wants to
        try; wants to see; wants to taste; wants to hear about; wants to know about; wants to test; wants to
        sample; want to try; want to see; how much is; how much for; how much are; what we charge for; what
        we'd charge for; what we want for; numbers on; figures on; spec sheet for; spec sheets for; spec on;
        specs on; sheet for; sheets for; nutrition sheets for; brochure on; demo of; demo on; sampled; would
        consider; will consider; left a sample of; left samples of; dropped off a sample of; dropped off
        samples of; dropped off; let them try; let him try; let her try; have a look at; take a look at; had
        a look at; likes the idea of; like the idea of; liked the idea of; loves the idea of; i offered;
        offered; i showed; showed him; showed her; showed them; intrigued by; eyeing; eyeing up; weighing
        up; mulling; mulling over; exploring; comparing; wonders about; wondering about; wondered about;
        asked whether; fancies; fancy; keen on; keen to try; quite keen on; kind of interested in; sniffing
        around; decide between; deciding between; torn between; choosing between; choose between; lease
        option on; pricing out; price out; wants pricing on; wants prices on; wants a price on; wants a
        quote on; wants a quote for; get a quote on; consider taking; he'd take; she'd take; they'd take;
        he'd buy; she'd buy; they'd buy; he'd switch; she'd switch; they'd switch; he'd order; she'd order;
        they'd order; he'd go for; she'd go for; they'd go for; would want; he'd want; she'd want; they'd
        want; would need; he'd need; she'd need; they'd need; could take; could switch; could go for; what
        about; question about; questions about; had questions about; asked what; asked how much; wanted to
        know about; heard about; asking what; run the numbers on; sit down about; might want; might take;
        might try; might add; might need; might go for; might be interested in; maybe take; maybe try
    """,
    "problem": """
        no sign yet of; still no sign of the; where has the; where have the; credit note for; we still owe her; we
        still owe him; wrote off; had to write off; had to send back; sending back the; got the wrong; gave her the
        wrong; gave him the wrong; forgot her; forgot his; forgot their; messed up her; messed up his; messed up
        their;
        where her; where his; where their; where's her; where's his; where's their; where is her; where is his;
        where is their; where the; where's the; chasing his; chasing her; chasing their; chasing the; still chasing;
        on about the; on at me about; was on about; giving out about; had a go about; gave out about;
        kicking off about; raging about; raging over; fuming about; fuming over; livid about; livid over;
        ranting about; up in arms about; something wrong with; nothing but trouble with; hassle with;
        hassles with; grief with; nightmare with; another bad; another short; had a bad; had a box of;
        opened a; got sent; were sent; was sent; got rotten; got stale; received the wrong; received a
        short; received damaged; received broken; sent the wrong; sent her the wrong; sent him the wrong;
        sent them the wrong; delivered the wrong; we sent; didn't send; didn't deliver; never sent; never
        delivered; left off the; left off; missed off; missed the; missed his; missed her; missed their; not
        enough; had to bin the; had to throw the; had to dump; dumped; had to return; wants to return; wants
        to send back; needs to send back; credit back for; money back for; money back on; refunded for;
        wants a refund on; wants a refund for; wants a credit on; wants a credit for; still hasn't got;
        still hasn't had; still no; waiting for his; waiting for her; waiting for their; hasn't had his;
        hasn't had her; sick of the; could do without the; opened a box of; opened the box of; look in the
        box of; box of bad; binned; had to bin; had to throw out; had to toss; toss; tossed; chucked; had to
        chuck; moaning a bit about; moaning about; grumbling about; complaining a bit about; problem with;
        problems with; left the; trouble with; issue with; issues with; complained about; complaining about;
        complains about; complaint about; complaints about; moaned about; grumbled about; shorted; shorted
        her; shorted him; shorted them; shorted on; missing; wrong; damaged; spoiled; never got; didn't get;
        no sign of; credit for; credit on; refund for; refund on; replace; replaced; replacement for; out of
        date; expired; short delivered; short shipped; forgot; forgot the; we forgot; mix up with; mixed up;
        mess with; messed up; unhappy with; upset about; annoyed about; angry about; mad about; cross about;
        frustrated with; disappointed with; disappointed in; not happy with; isn't happy with; wasn't happy
        with; not happy about; isn't happy about; fed up with; sick of; waiting on; still waiting on; still
        waiting for; hasn't received; haven't received; didn't receive; never received; sent back; sending
        back; returned; returning; rejected delivery of; threw out; throw out; had to throw away; rotten;
        moldy; mouldy; stale; broken; cracked; burst; leaking; overcharged for; overcharged on; charged
        twice for; billed for; billed twice for; wrongly delivered; got the wrong; late with; bad batch of;
        quality of
    """,
    "dislikes": """
        not struck on; wasn't struck on; isn't struck on; not taken with; wasn't taken with; not mad about;
        isn't mad about; wasn't mad about; not gone on; no fan of; no great fan of; isn't the biggest fan
        of; not the biggest fan of; lukewarm on; lukewarm about; meh on; meh about; so so on; could take or
        leave; doesn't enjoy; didn't enjoy; can't abide; can't bear; loathes; turned off by; put off by; let
        down by; not won over by; not that impressed with; not too impressed with; not overly impressed
        with; not so keen on the taste of; thinks little of; not happy with the taste of; not happy with
        how; not keen on the taste of; ain't wild about; ain't real wild about; ain't crazy about; not that
        keen on the taste of; did not like; does not like; do not like; can't open; hates; hated; hate;
        doesn't like; didn't like; don't like; dislikes; disliked; not a fan of; isn't a fan of; aren't a
        fan of; not fans of; can't stand; not impressed with; not impressed by; wasn't impressed with;
        wasn't impressed by; isn't impressed with; unimpressed by; unimpressed with; not loving; isn't
        loving; doesn't rate; didn't rate; not wild about; not crazy about; isn't crazy about; not mad on;
        didn't think much of; doesn't think much of; doesn't care for; didn't care for; don't care for; not
        a big fan of; underwhelmed by; moans about the taste of
    """,
    "likes": """
        swear by; swear by the; swears by the; couldn't say enough about; can't say enough about; appreciating the;
        appreciating our; appreciates the; appreciates our; are liking; is liking; liking the; liking our; mad into;
        in bits over; all about the; big on the; all over the; raves on about;
        made up with; buzzing about; buzzing with; dead keen on the; head over heels for; gushing about;
        gushed about; sings the praises of; singing the praises of; speaks highly of; spoke highly of; says
        great things about; nothing but praise for; nothing but good things about; only good things about;
        full of praise for; really rates; well happy with; well pleased with; so happy with; very happy
        with; really happy with; very pleased with; really pleased with; very satisfied with; quite happy
        with; quite pleased with; wowed by; blown away by; bowled over by; sold on; hooked on; addicted to;
        obsessed with; proud of; thanks us for the; grateful for the; enjoying; is enjoying; are enjoying;
        guests love; guests loved; customers love; customers loved; kids love; kids loved; residents love;
        residents loved; students love; staff love; everyone loves; everybody loves; good word for; likes
        our; loves our; liked our; loved our; can't get enough of; tickled pink with; tickled with; dead
        chuffed with; over the moon about; satisfaction with; content with; very content with; mad about
        the; pleased about; big fan of; can't fault; wild pleased with; happy about; likes; loves; loved;
        liked; love; like; enjoys; enjoyed; happy with; pleased with; fan of; fans of; raving about; raved
        about; raves about; thrilled with; delighted with; over the moon with; impressed with; impressed by;
        chuffed with; crazy about; swears by; adores; adored; rates; great feedback on; good feedback on;
        compliments on; complimented; praised; praising; praises; impressed; satisfied with; in love with;
        compliments about
    """,
    "uses": """
        he's stocked up on; she's stocked up on; they're stocked up on; is stocked up on; are stocked up on; already
        stocked up on; well stocked with; covered for; sorted for; okay with; set for; grand for; sound for;
        gets through; getting through; still on; still using; still buys; still buying; still getting; has
        been using; have been using; has been buying; have been buying; been using; been buying; been
        getting; relies on; relying on; lives on; orders their; happy enough with; content to stay with;
        getting by with; making do with; has got; have got; got plenty of; has plenty of; has enough; have
        enough; well stocked on; no change on; no change to; no changes to; no complaints about; no
        complaints on; no issues with; no problems with; no problem with; nothing wrong with; still has
        some; still got; has some; works with; cooks with; bakes with; fries with; he's on; she's on;
        they're on; sticks to; stick to; sticking to; stays with; is buying; are buying; takes in; they do;
        he does; she does; uses; use; using; used; buys; buy; buying; has; have; gets; get; getting; goes
        through; go through; going through; went through; serving; serves; serve; stocks; stocking; keeps;
        keep; keeping; still taking; running; runs; sticking with; stick with; sticks with; stay on; staying
        on; stays on; stay with; staying with; on the menu; burning through; burns through; mostly; carry;
        carries; pays; paying; pay; all set with; all set on; all set for; good for; good on; fine for; okay
        for; fine on; okay on; still has; still have; plenty of; enough; stocked on; overstocked on; full
        of; sitting on; living on; already has; already have; already buys; already get; already gets
    """,
}  # fmt: skip
