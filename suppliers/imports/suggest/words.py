"""Headers as words that can be compared: without case, accents, signs and the usual abbreviations."""

import re
import unicodedata
from functools import lru_cache

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SIGNS = re.compile(r"[^0-9a-z]+")
_SAME = {
    **dict.fromkeys(("no", "nr", "num", "nbr", "nummer", "numero", "number", "n", "núm"), "number"),
    **dict.fromkeys(("dt", "date", "datum", "fecha", "data", "dato", "day", "tag"), "date"),
    **dict.fromkeys(("qty", "quant", "quantity", "menge", "quantite", "cantidad", "qta", "quantita", "cant",
                     "hoeveelheid", "aantal", "anzahl", "qte", "antall"), "quantity"),
    **dict.fromkeys(("po", "purchase", "bestellung", "bestell", "commande", "pedido", "ordine", "order",
                     "auftrag", "orden", "bestelling", "ordre"), "order"),
    **dict.fromkeys(("supplier", "vendor", "lieferant", "lieferanten", "fournisseur", "proveedor",
                     "fornitore", "leverancier", "kreditor", "creditor", "leverandor", "partner"), "partner"),
    **dict.fromkeys(("item", "article", "artikel", "material", "produkt", "product", "articulo",
                     "articolo", "produit", "part", "sku", "vare"), "item"),
    **dict.fromkeys(("pos", "position", "posten", "line", "zeile", "ligne", "linea", "riga", "regel",
                     "poste", "posicion", "linje"), "line"),
    **dict.fromkeys(("price", "preis", "prix", "precio", "prezzo", "prijs", "pris"), "price"),
    **dict.fromkeys(("name", "bezeichnung", "nom", "nombre", "nome", "naam", "navn"), "name"),
    **dict.fromkeys(("code", "id", "kode", "codigo", "codice", "kennung", "key"), "code"),
    **dict.fromkeys(("delivery", "liefer", "lieferung", "livraison", "entrega", "consegna", "levering"),
                    "delivery"),
    **dict.fromkeys(("invoice", "rechnung", "rechnungs", "facture", "factura", "fattura", "factuur",
                     "faktura"), "invoice"),
}  # fmt: skip


@lru_cache(maxsize=4_096)
def tokens(text: str) -> tuple[str, ...]:
    """ "Lieferanten-Nr." -> ("partner", "number")."""
    text = text.replace("#", " number ").replace("№", " number ").replace("ß", "ss")
    spaced = _CAMEL.sub(" ", text)
    plain = unicodedata.normalize("NFKD", spaced.casefold())
    words = _SIGNS.split("".join(sign for sign in plain if not unicodedata.combining(sign)))
    return tuple(_SAME.get(word, word) for word in words if word)


def joined(text: str) -> str:
    """All of a text as one word, as compounds are written."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss").casefold())
    return _SIGNS.sub("", "".join(sign for sign in plain if not unicodedata.combining(sign)))
