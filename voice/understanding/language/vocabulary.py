"""Everyday words of visit notes: a common word outside a name's usual place is no name."""

from __future__ import annotations

from functools import lru_cache

from voice.understanding.language.wordset import wordset

_COMMON = wordset(
    """a able brochure landline portal login logging signature entrance stairs van vans market bakers
        website password screen printer laptop tablet garage basement attic sister-in-law uncle aunt
        nanny dentist doctor clinic church temple mosque festival parade marathon game match stadium
        theater museum library stack stacks stacked label labels barrel crew janitor porter plumber
        electrician inspector inspection license permit payroll rent lease renewal strike flu covid sick
        leave maternity wedding funeral graduation retirement promotion raise bonus salary shift rota
        schedule roster bus train tram airport flight tourist tourists salon nail chase chasing settle
        settles grab swing nephew boy phone line kindly needful moan moaning hols pencil paperwork
        broke brakes braces fridge counter alley neighbors gluten vegan trailer banquet pail pails crate invoice pending
        cheque requires arrange pickup replacement apology photo brunch wedding contract menu costs
        training staff crew guest guests kids routing direct debit cracking cracked about above accept
        account across actually add afraid after afternoon again against ago agree ahead all allow
        almost alone along already also although always am amazing amount an and angry annoy another
        answer any anybody anymore anyone anything anyway apart apologize appointment april are area arm
        around arrive as ask asap at august away awful back bad bag bake baker balance bar bargain
        barely base basic basically batch be beautiful because become been before begin behind believe
        below best better between beyond bid big bigger bill bit black block blue board book boss both
        bother bottle bottom box brand break breakfast bring broken brother brown budget build bunch
        burn burger business busy but buy buyer by calendar call came can cancel cannot can't car card
        care carrot carry case cash catch center centre certain chain chair change charge chart cheap
        cheaper check chef choice choose city clean clear code codes cell driver clerk close closed cold
        color come comfortable company compare complain complaint complete concern confirm consider
        contact container contract cook cool copy corner correct cost could couldn't count couple course
        cousin cover crack crazy cream create credit crew cup current currently customer cut daily dairy
        damage damaged date daughter day dead deal december decide decision definitely delay deliver
        delivery demo depend describe desk dessert detail did didn't diet different difference dinner
        direct dirty dish disappoint discount discuss dish dock do does doesn't dollar don't done door
        double doubt down dozen draft drain dressing drink drive driver drop dry due during each early
        earlier easier easy eat eight eighteen eighty either eleven else email empty end enjoy enough
        entire especially even evening event ever every everybody everyone everything exact exactly
        example excellent except excited expect expensive explain extra eye face fact fair fall family
        fan far farm fast favor february feedback feel feeling fell few fifteen fifty figure fill final
        finally find fine finish fire first fish fit five fix flavor flexible floor flour follow food
        for forever forget form forty forward found four free freeze freezer fresh friday fridge friend
        from front frozen fruit full fun further game gave get give glad glass go gonna good got grand
        great green grill ground group grow guess guest guy guys had half hall hand handle happen happy
        hard has hasn't hate have haven't he he'd he'll he's head hear heavy heavily held hello help her
        here hers herself hey hi high higher him his hit hold holiday home honest honestly hope hospital
        hot hotel hour house how however huge hundred hungry husband i i'd i'll i'm i've ice idea if
        immediately important in inch include increase indeed information inside instead interest
        interested into inventory invite invoice is isn't issue it it'd it'll it's item its itself
        january job join july jump june just keep key kid kind kitchen knew knife know label lack last
        late later latest laugh lead leak learn least leave left less let let's letter level lid life
        light like limit line list listen little live load loan local lock locked long longer look
        looking loose lose lost lot lots loud love low lower luck lunch machine mad made mail main make
        man manage manager many march mark market match matter may maybe me mean meant meat meet meeting
        member menu mention mess message met middle might mild milk mind mine minimum minor minute miss
        missing mistake mix moment monday money month monthly mood more morning most mostly mother move
        moving much must my myself name natural near nearly need neither nervous never new news next
        nice night nine nineteen ninety no nobody none noon normal normally north not note nothing
        notice november now number october of off offer offering office often oh oil okay old on once
        one only open opening option or orange order ordered organic original other others otherwise our
        ours out outside over overall owe own owner pack package packaging paid pallet pan paper parent
        park part partner party pass past pasta patient pay payment people per percent perfect perhaps
        person phone pick picked picky piece pilot place plain plan plant plate platform please plenty
        plus point pool poor portion possible possibly post potato pound pour prefer premium prepare
        present president pretty previous price pricey pricing print private probably problem process
        product program promise promotion proper properly protein prove provide pull purchase push put
        quality quantity quarter question quick quickly quiet quite quote rain raise ran range rate
        rather reach read ready real really reason receipt receive recent recently recipe recommend red
        refer refund refuse regular relationship reliable remember remind rent replace replacement
        report request require reschedule resident restaurant return review rice rich right ring rise
        road roast room rose rotten rough round route rude run running rush sad safe said salad sale
        salmon same sample sat satisfied saturday sauce save saw say saying schedule school season
        second section see seem sell send sense sent separate september serious serve service set seven
        seventy several shall shame share she she'd she'll she's sheet shelf ship shipment shop short
        should show sick side sign signed similar simple since single sister sit site situation six
        sixty size skip slice slow small smaller smell smoke smooth so soft sold some somebody someone
        something sometimes somewhere son soon sorry sort sound soup source south space speak special
        specific spend spent split spoil spoke spring staff stand standard star start state stay step
        still stock stop stopped store story straight street strict strong student stuff sub such sugar
        summer sunday supplier supply support suppose sure surprise sweet switch system table take taken
        talk tap taste tasting team tell temperature ten term terrible test than thank thanks that
        that's the their them themselves then there there's these they they'd they'll they're they've
        thick thin thing things think third thirteen thirty this those though thought thousand three
        thrilled through throw thursday ticket tight till time tin tiny tip tired to today together told
        tomorrow tonight too took top topic total touch tough toward town track trade traffic trailer
        train training tray treat trial tried trip trouble truck true trust try tuesday turn twelve
        twenty twice two type under understand unhappy unless unload until up update upset upstairs us
        use used useful usual usually van vegan vegetable vendor very visit voice vote wait walk wall
        want warehouse warm warn was wasn't waste watch water way we we'd we'll we're we've weather
        wednesday week weekend weekly weigh weight well went were weren't west what what's whatever
        wheel when whenever where whether which while white who who's whole why wife will win window
        wine winter wish with within without woman won't wonder word work worker working world worried
        worry worse worst worth would wouldn't wrap write wrong yeah year yellow yes yesterday yet you
        you'd you'll you're you've young your yours zero soul voice such sack night's knight feather
        time tea soy cheese bread butter egg eggs beef chicken pork shrimp fries bean beans onion tomato
        tomatoes lemon wings thighs cups napkins gloves syrup powder noodle noodles cod tofu masa bacon
        garden main copper kettle salt sugar milk lake street field fields mother prime runway junction
        orchard hill harbor broad acre house golden express river fox hollow club press printers counter
        loop riverwalk prairie path lark spur"""
)


_ENDINGS = tuple(
    tuple(pair.split("/")) for pair in ("s/", "es/", "ed/", "ed/e", "ing/", "ing/e", "ies/y", "ly/", "er/", "ied/y")
)


@lru_cache(maxsize=20_000)
def is_common(word: str) -> bool:
    """Tell whether a word, or its base, is an everyday one."""
    if word in _COMMON or not word or word.startswith("[") or not word[0].isalpha():
        return True
    base = word.split("'")[0]
    if base in _COMMON:
        return True
    for ending, instead in _ENDINGS:
        if base.endswith(ending) and len(base) - len(ending) >= 3 and base[: -len(ending)] + instead in _COMMON:
            return True
    return len(base) > 4 and base[-3:] == "ing" and base[:-4] in _COMMON and base[-4] == base[-5]


GIVEN_NAMES = wordset(
    """aaron abby abdul abigail adam adrian agnes ahmed aisha alan albert alejandro alex alexa alfred ali alice
        alicia amanda amber amir amy ana andre andrea andrew andy angela anita ann anna anne annie anthony
        antonio ari arthur asha ashley ben benjamin bernard beth betty bill billy bob bobby brad brenda brian
        bruce bryan caleb calvin cameron carl carla carlos carmen carol caroline carrie catherine cathy cecilia
        cesar charles charlie charlotte chloe chris christian christina christine christopher cindy claire clara
        claudia clyde cody connie connor courtney craig crystal cynthia daisy dale dan daniel danielle danny
        dave david dean deb debbie deborah dennis derek diana diane diego dominic don donald donna dorothy
        duncan dustin dylan earl eddie edgar edith eduardo edward eleanor elena eli elizabeth ella ellen emily
        emma eric erica ernesto esther ethan eugene eva evan evelyn fatima felix fernando fiona frances francis
        frank fred gabriel gail gary gavin george gerald geraldine gina gloria gonzalo graham gwen hank harold
        harry harvey heidi helen henry holly howard hugh ian ibrahim irene isaac isabel ivan jack jackie jacob
        jake jamal jane jared jason jay jean jeff jeffrey jen jenna jenny jeremy jerry jesse jessica jill jim
        jimmy joan joanna joe joel john johnny jon jonathan jordan jose joseph josh joshua joy joyce juan
        juanita judith judy julia julian julie justin kamal karen karl kate katherine kathleen kathy katie keith
        kelly ken kenneth kevin kim kimberly kristin kurt kyle larry latisha laura lauren laurie leah lee leo
        leon leonard leroy leslie lewis liam lily linda lindsay lisa liz logan lois lola louis louise lucas
        lucia lucy luis luke lydia lynn mabel mack madison maggie manuel marco margaret marge marie marilyn
        mario marion marjorie marsha marshall martha martin marvin mary matt matthew maureen max maxine megan
        melanie melissa mia michael michelle miguel mike mildred miles mitch mohammed molly monica morgan
        muhammad nadia nancy natalie natasha nate nathan neha nick nicholas nicole nina nora norma norman olga
        oliver olivia omar oscar otis pam pamela pat patricia patrick paul paula pauline pedro peggy perry pete
        peter philip phyllis preston quentin rachel raj ralph ramon randy ray raymond rebecca regina renee
        rhonda ricardo richard rick ricky rita rob robert roberto robin rodney roger roland ron ronald rosa rose
        rosemary ross roy ruben ruby russ ruth ryan sally sam samantha samuel sandra sandy sara sarah saul scott
        sebastian sergio seth shane shannon sharon sheila shelley sherry shirley sid sidney simon sofia sonia
        sophie stefan stella stephanie stephen steve steven stewart stuart sue sunil susan suzanne sylvia tammy
        tanya tara ted teresa terri terry theo theresa thomas tim timothy tina todd tom tommy toni tony tracy
        travis trish troy tyrone valerie vanessa vera vernon veronica vicki victor victoria vince vincent viola
        violet virginia vivian wallace walter wanda wayne wendy wesley whitney will william willie yolanda yusuf
        yvonne zach zoe priscilla naveen amit anil rahul ravi suresh ramesh deepak sunita kavita meena pooja
        rohan kiran mohan gopal hamish alistair nigel gareth rhys siobhan aoife niall padraig ciara saoirse orla
        eamon fergus callum ewan isla gemma pippa rupert barnaby hugo beatriz guillermo rafael xavier marisol
        paloma ignacio alejandra catalina consuelo dolores esperanza esteban josefina kwame kofi amara chinedu
        emeka ifeoma olu tunde yaw zainab hassan karim layla leila mustafa nasser samir tariq yasmin hiroshi
        yuki satoshi akiko mei ling jing hao feng lin ming wen trang duc hung lan hoa nam anton boris dmitri
        igor ivana katya mikhail natalia nikolai oksana pavel sasha sergei svetlana tatiana vadim vladimir yuri
        hans greta klaus lars ingrid astrid bjorn sven giuseppe giovanni paolo pietro luigi matteo alessandro
        bianca carlotta pierre jacques jean-luc amelie camille henri antoine etienne luc priyanka dinesh vijay
        lakshmi sanjeev monty gus hal lou mona nell dot ike ada della"""
)
