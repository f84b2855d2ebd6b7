"""Which column of a table is which field: guessed by its name in four languages, else by the shape of its cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from models.import_run import ImportKind
from models.search import fold
from server.services.imports.table import Cells

ENOUGH_SHARE = 0.7  # of the filled cells of a column that must look alike for a guess by shape


@dataclass(frozen=True, slots=True)
class Field:
    """A field that a column can fill; `words` are names for it as column heads, folded."""

    key: str
    label: str
    words: tuple[str, ...]


def _field(key: str, label: str, words: str) -> Field:
    return Field(key, label, tuple(fold(word) for word in words.split(",")))


_CUSTOMER_NAME = (
    "name,customer,customer name,company,company name,account,account name,business,firm,client,organisation,"
    "organization,store,kunde,kundenname,firma,firmenname,firmenbezeichnung,unternehmen,name 1,client,nom du client,"
    "société,raison sociale,entreprise,nom,cliente,nombre,nombre del cliente,empresa,razón social"
)
_ID = (
    "id,reference,ref,customer id,customer no,customer number,account no,account number,external id,code,"
    "kundennummer,kundennr,kunden nr,debitor,debitorennummer,nummer,numéro client,n client,code client,"
    "número de cliente,código,código cliente,referencia"
)
_PHONE = (
    "phone,phone number,telephone,tel,mobile,cell,telefon,telefonnummer,rufnummer,handy,mobil,téléphone,portable,"
    "teléfono,móvil,celular"
)
_EMAIL = (
    "email,e mail,mail,email address,e mail address,e mail adresse,mailadresse,courriel,adresse mail,"
    "correo,correo electrónico"
)
_ROLE = "role,job,job title,title,position,function,funktion,stelle,rolle,fonction,poste,cargo,puesto,función"

_CUSTOMER_FIELDS = (
    _field("name", "Name", _CUSTOMER_NAME),
    _field("id", "Customer number", _ID),
    _field(
        "kind",
        "Kind of business",
        "kind,type,category,segment,industry,branche,art,kategorie,catégorie,secteur,tipo,categoría,sector",
    ),
    _field("phone", "Phone", _PHONE),
    _field(
        "street",
        "Street",
        "street,address,address 1,address line 1,straße,strasse,anschrift,adresse,rue,calle,dirección,domicilio",
    ),
    _field("city", "City", "city,town,place,ort,stadt,ville,ciudad,localidad,población"),
    _field("state", "State", "state,province,region,county,bundesland,land,région,département,estado,provincia"),
    _field(
        "postcode",
        "Postcode",
        "postcode,post code,postal code,zip,zip code,zipcode,plz,postleitzahl,code postal,cp,código postal",
    ),
    _field("lat", "Latitude", "lat,latitude,breitengrad,breite,latitud"),
    _field("lon", "Longitude", "lon,lng,long,longitude,längengrad,länge,longitud"),
    _field(
        "owner_rep",
        "Owner (name, e-mail or number)",
        "owner,owner rep,rep,sales rep,salesperson,account manager,vertreter,außendienst,betreuer,"
        "commercial,représentant,vendedor,comercial,representante",
    ),
    _field(
        "visit_interval_days",
        "Days between visits",
        "visit interval,visit interval days,interval,besuchsintervall,intervalle de visite,intervalo de visita",
    ),
    _field(
        "yearly_value",
        "Value a year",
        "yearly value,annual value,annual revenue,revenue,turnover,sales,value,umsatz,jahresumsatz,"
        "chiffre d affaires,ca annuel,facturación,ventas,valor anual",
    ),
    _field("opens", "Opens (hour)", "opens,open from,öffnet,ouverture,abre"),
    _field("closes", "Closes (hour)", "closes,open until,schließt,fermeture,cierra"),
    _field(
        "contact_name",
        "Contact's name",
        "contact,contact name,contact person,ansprechpartner,kontakt,kontaktperson,interlocuteur,"
        "contacto,persona de contacto",
    ),
    _field("contact_role", "Contact's role", _ROLE),
    _field("email", "E-mail", _EMAIL),
)
_CONTACT_FIELDS = (
    _field(
        "name",
        "Name",
        "name,full name,contact,contact name,ansprechpartner,kontakt,vollständiger name,nom complet,"
        "nombre completo,contacto",
    ),
    _field("first_name", "First name", "first name,firstname,given name,forename,vorname,prénom,nombre"),
    _field(
        "last_name",
        "Last name",
        "last name,lastname,surname,family name,nachname,familienname,nom,nom de famille,apellido,apellidos",
    ),
    _field("id", "Contact number", "id,contact id,reference,ref,external id,kontaktnummer,referencia"),
    _field(
        "customer",
        "Customer (number or name)",
        "customer id,customer no,customer,company,account,customer name,company name,kundennummer,"
        "kunde,firma,unternehmen,client,société,code client,cliente,empresa",
    ),
    _field("role", "Role", _ROLE),
    _field("phone", "Phone", _PHONE),
    _field("email", "E-mail", _EMAIL),
)
_PRODUCT_FIELDS = (
    _field(
        "name",
        "Name",
        "name,product,product name,item,description,article,artikel,artikelname,bezeichnung,produkt,"
        "produit,désignation,nom,producto,nombre,descripción,artículo",
    ),
    _field(
        "id",
        "Product number",
        "id,sku,product id,item no,item number,code,reference,ref,artikelnummer,artikelnr,référence,código,referencia",
    ),
    _field(
        "spoken_aliases",
        "Said as (semicolons between)",
        "spoken aliases,aliases,alias,also known as,said as,auch,synonyme,alias parlés,también",
    ),
    _field("unit", "Unit", "unit,uom,unit of measure,einheit,unité,unidad"),
    _field(
        "list_price",
        "List price",
        "list price,price,unit price,preis,listenpreis,prix,prix unitaire,precio,precio unitario",
    ),
)
_ALL_FIELDS: Mapping[ImportKind, tuple[Field, ...]] = {
    ImportKind.CUSTOMERS: _CUSTOMER_FIELDS,
    ImportKind.CONTACTS: _CONTACT_FIELDS,
    ImportKind.PRODUCTS: _PRODUCT_FIELDS,
}
# What a table of one kind has and the others lack: by these its kind is guessed.
_TELLING = {
    ImportKind.CUSTOMERS: ("street", "postcode", "city", "lat", "lon", "owner_rep", "kind"),
    ImportKind.CONTACTS: ("customer", "first_name", "last_name", "role"),
    ImportKind.PRODUCTS: ("list_price", "unit", "spoken_aliases"),
}
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}")
_NUMBER = re.compile(r"\+?[\d\s().\-/]{7,20}")
_POSTCODE = re.compile(r"\d{5}(-\d{4})?|\d{4}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d", re.I)


def fields_of(kind: ImportKind) -> tuple[Field, ...]:
    """Return the fields that a kind of table may fill here."""
    return _ALL_FIELDS[kind]


def guess_kind(columns: Sequence[str], sample: Sequence[Cells]) -> ImportKind:
    """Guess what the rows are by what the columns' names tell of each kind."""

    def told(kind: ImportKind) -> int:
        found = guess_columns(kind, columns, sample)
        return sum(1 for key in _TELLING[kind] if key in found) + ("name" in found)

    return max(ImportKind, key=told)


def guess_columns(kind: ImportKind, columns: Sequence[str], sample: Sequence[Cells]) -> dict[str, str]:
    """Return for each field the column that fills it: the name counts first, then the words in it, then the cells."""
    names = [fold(column) for column in columns]
    fields = fields_of(kind)
    free = set(range(len(columns)))
    found: dict[str, str] = {}

    def take(fits: Callable[[Field, int], int]) -> None:
        scored = [
            (-score, at, place, field.key)
            for place, field in enumerate(fields)
            for at in free
            if field.key not in found and (score := fits(field, at))
        ]
        for _score, at, _place, key in sorted(scored):
            if at in free and key not in found:
                found[key] = columns[at]
                free.discard(at)

    take(lambda field, at: 100 - field.words.index(names[at]) if names[at] in field.words else 0)
    take(lambda field, at: _shared_words(field, names[at]))
    cells = [[row[at] for row in sample if row[at]] for at in range(len(columns))]
    take(lambda field, at: int(_has_shape(field.key, cells[at])))
    return found


def _shared_words(field: Field, name: str) -> int:
    """Return how long the longest of the field's names is that stands in a column's name as whole words."""
    inside = f" {name} "
    return max((len(word) for word in field.words if len(word) > 2 and f" {word} " in inside), default=0)


def _has_shape(key: str, cells: Sequence[str]) -> bool:
    shape = _SHAPES.get(key)
    return bool(shape and cells) and sum(map(_SHAPES[key], cells)) >= ENOUGH_SHARE * len(cells)


def _is_degrees(cell: str, most: float) -> bool:
    try:
        number = float(cell.replace(",", "."))
    except ValueError:
        return False
    return -most <= number <= most and "." in cell.replace(",", ".") and len(cell.replace(",", ".").split(".")[1]) >= 3


_SHAPES: dict[str, Callable[[str], bool]] = {
    "email": lambda cell: bool(_MAIL.fullmatch(cell)),
    "phone": lambda cell: bool(_NUMBER.fullmatch(cell)) and sum(map(str.isdigit, cell)) >= 7 and "." not in cell[-4:],
    "postcode": lambda cell: bool(_POSTCODE.fullmatch(cell)),
    "lat": lambda cell: _is_degrees(cell, 90),
    "lon": lambda cell: _is_degrees(cell, 180),
    "name": lambda cell: sum(map(str.isalpha, cell)) >= 3 and "@" not in cell,
}
