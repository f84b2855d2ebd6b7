"""Two companies with none of the demo's names: one to learn from (`training`), one that is only looked at (`third`).

`third` has names, sentences and voices that nothing was tuned on; look at its figures once, at the end of a change.
"""

from __future__ import annotations

from functools import cache

from voice.lexicon import Colleague, Competitor, Contact, Customer, Lexicon, Product

# One customer a line, then its people; customers of one block of three lie within a kilometre of each other.
_TRAINING_PLACES = """
Juniper Street Diner: Rosalind Okonkwo, Pedro Salcedo
Caffe Fiorello: Alessandra Fiorello, Bruno Castagna
Bluebird Bakehouse: Hanneke Vandenberg, Tobias Kirchner
The Gilded Goose: Fergus Mackinnon, Aoife Brannigan
Tamarind Court: Sunita Raghavan, Devendra Kulkarni
Palmer House Grill: Leticia Arroyo, Wendell Crutcher
Saint Ambrose School: Bernard Oduya, Clarissa Whitfield
Golden Dragon Noodle Bar: Xiaoming Deng, Feng Zhou
Kowalczyk Butchers: Zofia Kowalczyk, Stanislaw Wieczorek
Harrow and Vine: Gwendolyn Prescott, Lucien Beaulieu
Taqueria Mariposa: Ximena Villalobos, Gustavo Perales
Bistro Chantilly: Mathilde Garnier, Etienne Rousseau
Northgate Clinic: Omolara Adebayo, Kwame Mensah
Hinoki Sushi House: Ayumi Watanabe, Daichi Morimoto
Riverside Senior Home: Eunice Blackwood, Rufus Tillman
Olive Branch Cafe: Yiannis Kostas, Katerina Vlahos
Pho Hoang Long: Trinh Hoang, Duc Le
Bombay Junction: Pradeep Joshi, Kavita Menon
The Velvet Spoon: Isolde Harrington, Percival Stone
Black Forest Konditorei: Gunther Schreiber, Liesel Baumann
Smokestack Barbecue: Delroy Hutchinson, Earlene Mays
Queen Esther Deli: Shoshana Perlman, Mordecai Blum
Petrossian Tea Room: Anahit Petrossian, Levon Sarkisian
Kimchi Corner: Jiwoo Cho, Hyun Baek
Lagos Pepper Pot: Folake Ogunleye, Chukwudi Nwosu
Casa Tordesillas: Inmaculada Rivas, Joaquin Tordesillas
The Copper Beech Inn: Philomena Drake, Alistair Munro
Saffron Lane: Farzaneh Tehrani, Babak Moradi
Svenska Kok: Annika Bjorklund, Torsten Hedlund
Volga Pirozhki: Svetlana Morozova, Grigori Baranov
"""
_TRAINING_COLLEAGUES = (
    "Beatriz Quintanilla, Cornelius Ashby, Thandiwe Dlamini, Ravi Chandrasekhar, Moira Kilbride, Sven Gustafson, "
    "Jamal Whitlock, Paulina Sokolov, Curtis Delacroix, Hoa Truong"
)
_TRAINING_RIVALS = "Harvest Moon Supply, Pinnacle Grocers, Redstone Dairy, Vandermeer Foods, Silver Creek Roasters"
_TRAINING_GOODS = (
    "orange juice, ginger beer, basmati rice, cinnamon sticks, corn syrup, sourdough loaves, pickled beets, "
    "goat cheese, chicken stock, paper napkins, peach tea, maple syrup, brown sugar, black pepper, "
    "smoked salmon, ground cumin"
)
TRAINING_SENTENCES = (
    "{first} says the {product} is fine but {contact} wants it cheaper",
    "spoke with {contact} at {customer} about twenty cases of {product}",
    "i met {first} and {first2} they are happy with the {product}",
    "dropped in at {customer} and {first} was on the phone so i waited",
    "call {contact} on tuesday and tell {first2} that the price holds",
    "{contact} took over from {contact2} last month",
    "{colleague} will bring the {product} to {customer} tomorrow",
    "{last} has a question about {product} and {product2}",
    "lunch with {first} from {customer} who used to buy from {competitor}",
    "{contact} would like four boxes of {product} and six of {product2}",
    "ask {colleague} about the {competitor} offer",
    "the new chef is {contact} and the old one {first2} left for {competitor}",
    "it was raining the whole morning and the road to the harbor was closed",
    "they want the truck before seven because the door is locked after that and nobody hears the bell",
    "she will think about it and write to us when the summer menu is done",
    "we need a better answer on price and a sample that does not melt on the way",
)

_THIRD_PLACES = """
Alder Court Kitchen: Marisol Martinez, Arthur Finch
Banyan Tree Cafe: Nandini Kumar, Rohan Pillai
Cardamom House: Fatima Farouk, Ahmed Hosseini
Dockside Chowder Bar: Brigid Murphy, Seamus Tierney
Elm Park Academy: Lavinia Foster, Harold Pettigrew
Frontera Cocina: Guillermo Garcia, Yolanda Escobedo
Green Lantern Dumplings: Zhihao Chen, Olga Peng
Hollyhock Tea House: Winifred Palmer, Clement Abernathy
Iron Skillet Grill: Tyrone Griffin, Roberta Kincaid
Jade Garden: Quan Dinh, Kim Lee
Kaleidoscope Creamery: Sabine Marshall, Hans Fleischer
La Petite Brioche: Solange Duchamp, Victor Petit
Mulberry General Hospital: Chinonso Balogun, Martha Nelson
Nonna Fabrizia: Julia Tedesco, Umberto Gallo
Osaka Garden: Yuki Shimizu, Haruto Kuroda
Pelican Point Hotel: Dominique Arbogast, Oliver Bennett
Rialto Pizza: Carmela Esposito, Carlos Ruggiero
Silesia Bakery: Jadwiga Nowicki, Anton Zajac
"""
_THIRD_COLLEAGUES = (
    "Ruth Mbeki, Lachlan Drummond, Simon Porter, Ignacio Belmonte, Diana Steinmetz, Samuel Boone, "
    "Oksana Hrytsenko, Finbar Hughes"
)
_THIRD_RIVALS = "Anchor Bay Foods, Meadowlark Dairy, Tillbrook and Sons, Grandview Produce, Paragon Catering Supply"
_THIRD_GOODS = (
    "lime cordial, pumpkin seeds, coconut water, jasmine rice, veal stock, rye flour, clotted cream, sparkling water, "
    "pistachio paste, tomato soup, red cabbage, mustard seeds, green tea, pancake mix"
)
THIRD_SENTENCES = (
    "today i was with {first} of {customer} for half an hour",
    "{contact} is our new person there and will decide about the {product}",
    "order from {customer} for tomorrow eleven trays of {product}",
    "{first} gave me a tour and {first2} made us a pot of {product}",
    "could {colleague} please ring {contact} back before noon",
    "{last} paid the old bill and wants {product} again",
    "i showed {contact} the list and she laughed because {competitor} charges double",
    "{colleague} was there last week with {first2}",
    "nothing sold at {customer} but {first} promised to try the {product}",
    "a crate of {product} broke and {contact} was not amused",
    "parking was terrible so i was ten minutes late and we had to be quick",
    "the soup of the day sells better than anything else on the card",
    "next time bring the big catalog and some pens for the counter staff",
)


@cache
def training_company() -> Lexicon:
    """Make the company that weights and confusions may be learnt from."""
    return _company(_TRAINING_PLACES, _TRAINING_COLLEAGUES, _TRAINING_RIVALS, _TRAINING_GOODS)


@cache
def third_company() -> Lexicon:
    """Make the company that nothing is tuned on."""
    return _company(_THIRD_PLACES, _THIRD_COLLEAGUES, _THIRD_RIVALS, _THIRD_GOODS)


def _company(places: str, colleagues: str, rivals: str, goods: str) -> Lexicon:
    customers: list[Customer] = []
    contacts: list[Contact] = []
    for number, line in enumerate(places.strip().splitlines()):
        name, _, people = line.partition(": ")
        # Blocks of three stand half a kilometre apart, the blocks themselves ten.
        lat, lon = 41.0 + 0.1 * (number // 3), -87.0 + 0.004 * (number % 3)
        customers.append(Customer(f"C{number}", name, lat=lat, lon=lon))
        contacts += (Contact(f"K{len(contacts) + at}", f"C{number}", who) for at, who in enumerate(people.split(", ")))
    return Lexicon(
        customers=tuple(customers),
        contacts=tuple(contacts),
        products=tuple(Product(f"P{at}", name, (name,)) for at, name in enumerate(goods.split(", "))),
        competitors=tuple(Competitor(f"R{at}", name) for at, name in enumerate(rivals.split(", "))),
        colleagues=tuple(Colleague(f"S{at}", name) for at, name in enumerate(colleagues.split(", "))),
    )
