"""Goods in general, so that a wish for something the company does not list is seen as one."""

from __future__ import annotations

from collections.abc import Sequence

from voice.understanding.language.wordset import wordset

FOOD_WORDS = wordset(
    """andouille artichokes asparagus bagels baguettes beets biscuits blueberries brie broccoli broth brownies
        burrata cabbage cakes capers caramel cardamom carrots cashews cauliflower caviar celery cherries
        chestnuts chives chocolate chorizo churros cider cinnamon clams coasters coleslaw containers cookies
        corn couscous crab crackers cranberries croissants croutons cucumbers currants custard dates dill
        doughnuts donuts duck dumplings edamame eggplant endive falafel figs fillets fleur garlic gelato
        ghee ginger gnocchi goat granola grapes grapefruit gravy grits guacamole guava haddock halibut ham
        hamburgers hazelnuts herbs honey horseradish hummus jackfruit jam jelly juice kale kefir kimchi kiwi
        kombucha labneh lamb lamps lard leeks lemonade lentils lettuce limes linguine liver lobster lox
        macadamia macaroni mackerel mangoes mangos maple margarine marmalade marshmallows meatballs mint miso
        molasses muffins mushrooms mussels noodles oatmeal oats octopus okra olives oregano oysters pancakes
        pancetta paneer panko papaya paprika paratha pasta pastrami pastries peaches peanuts pears peas pecans
        penne pepper peppers pepperoni pesto pickles pickle pies pierogi pineapple pistachios pita pizza
        plantains plums polenta pomegranate popcorn poppadoms pops potstickers microgreens prawns pretzels
        prosciutto pudding pumpkin quinoa radishes raisins ranch raspberries ravioli relish ribs ricotta risotto
        rosemary rum saffron sage salami salsa salt samosas sausages scallions scallops seitan semolina sherbet
        snapper sorbet sorghum soup soups sourdough spinach sprouts squash squid steaks stevia strawberries
        tacos tahini tamari tapioca tarragon tea teabags tempeh teriyaki thyme tilapia tongs toothpicks
        tortellini towels trays tuna turkey turmeric turnips veal vinegar waffles walnuts wasabi watermelon whey
        wipes wrap wraps yogurt yoghurt yeast yuzu zucchini strips crème fraiche creme mascarpone gruyere gouda
        provolone swiss parsley basil jalapenos jalapeños eels roe nori seaweed tartare cheesecake crumble
        bouillon masala naan roti dal idli dosa lassi jaggery tamarind cassava yam yams fufu sardines anchovies
        trout catfish crawfish gumbo degreasers bleach soap sponges mops bags-of-ice ice napkin cutlery forks
        spoons bowls aprons grinder sleeves skewers doilies candles"""
)
_MODIFIERS_STOP = wordset(
    """the a an of to for and or with some any more our their his her my about on in at by from no not is are
        was were he she they we i it that this wants want needs need like likes loves loved liked asked asking
        looking after get gets buy buys order ordered try tried take took have has do if carry sell find
        something anything another other those these new good decent proper nice really also maybe please us
        them him tell told said says ever start started carrying stocking sourcing finding getting using trying
        making buying selling serving testing hates hate dropping drop cancel add offered offer offering quote
        price sample samples send only just all both than like same for-the dislikes prefers"""
)
_KINDS = wordset(
    "sauce sauces cheese cheeses milk flour oil oils cups tomatoes potatoes vinegar beans rice cream "
    "butter bread buns rolls chips bags lids sausage sausages paper towels bowls eggs cakes cake "
    "crackers greens syrup tea"
)
_SORTS = wordset(
    "palm goat blue swiss hot barbecue bbq paper rye sunflower peanut red brown cherry heirloom soy skim "
    "skimmed tartar tartare white spelt corn hoisin oyster teriyaki worcestershire steak cranberry apple "
    "plum teff buckwheat whole-wheat wholemeal rapeseed avocado coconut truffle chili peppercorn sour "
    "clotted smoked kidney pinto refried navy lima baked wild sticky sushi cottage cream-cheese string "
    "burrata goat's sheep agave maple caramel bread hamburger hot-dog dinner plastic green herbal "
    "peppermint rice fish crab micro rock sea paper-towel duck quail"
)
_VAGUE = wordset(
    "something anything ideas options option more kind sort kinds sorts thing things alternative "
    "alternatives better decent thicker softer bigger smaller thinner healthier fancier"
)


def read_unlisted(words: Sequence[str], at: int, stop: frozenset[int]) -> tuple[int, int] | None:
    """Give the span of a food or supply at `at` with the words that describe it; None when vague or none is there."""
    if words[at] in _KINDS and at and at - 1 not in stop and words[at - 1] in _SORTS:
        return at - 1, at + 1
    if words[at] not in FOOD_WORDS or (at + 1 < len(words) and words[at + 1] in FOOD_WORDS and at + 1 not in stop):
        return None
    start = at
    while (
        start > 0
        and at - start < 3
        and start - 1 not in stop
        and words[start - 1] not in _MODIFIERS_STOP
        and words[start - 1].isalpha()
    ):
        start -= 1
    before = set(words[max(0, start - 3) : at])
    if before & _VAGUE:
        return None
    return start, at + 1
