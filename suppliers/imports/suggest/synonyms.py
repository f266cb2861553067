"""What other systems call our columns: English, German, French, Spanish, Italian, Dutch, and SAP's fields.

A name under `dataset.column` holds for that dataset; one under `column` for all others. Words are compared
without case, accents and signs, and `words` already knows that Nr. is a number and Lieferant a partner.
"""

SYNONYMS: dict[str, tuple[str, ...]] = {
    # Who
    "partner_code": (
        "partner code", "vendor", "vendor code", "vendor number", "vendor account", "supplier",
        "supplier id", "supplier number", "account number", "lifnr", "lieferant", "lieferantennummer",
        "lieferantennr", "kreditor", "kreditorennummer", "code fournisseur", "fournisseur",
        "codigo proveedor", "proveedor", "codice fornitore", "fornitore", "leverancier",
        "leveranciernummer", "crediteur", "customer code", "distributor", "dealer", "agent",
    ),
    "partner_name": (
        "vendor name", "supplier name", "name of vendor", "lieferantenname", "name des lieferanten",
        "nom fournisseur", "nombre proveedor", "razon social", "ragione sociale", "name 1", "name1",
        "company name", "leveranciersnaam", "firma", "raison sociale",
    ),
    "partners.code": (
        "code", "vendor", "vendor code", "vendor number", "supplier id", "supplier number", "lifnr",
        "lieferantennummer", "lieferantennr", "kreditor", "kunnr", "partner", "customer number", "debitor",
    ),
    "partners.name": (
        "name", "vendor name", "supplier name", "name1", "name 1", "firma", "company", "company name",
    ),
    "contacts.name": (
        "contact", "contact name", "ansprechpartner", "contacto", "contatto", "contactpersoon", "name",
    ),
    "kind": ("type", "art", "partner type", "kind"),
    "legal_name": ("legal name", "registered name", "firmierung", "raison sociale"),
    "country": ("land", "pays", "pais", "paese", "country code", "land1", "landkz", "iso country"),
    "segment": ("segment", "group", "gruppe", "branche", "warengruppe", "categorie"),
    "since": ("since", "seit", "depuis", "desde", "dal", "sinds", "partner since", "customer since"),
    "email": ("e mail", "email", "mail", "correo", "courriel", "e mail address", "smtp addr"),
    "owner_email": ("owner", "account manager", "betreuer", "responsable"),
    "buyer_email": ("buyer", "einkaeufer", "einkaufer", "buyer mail", "acheteur", "comprador", "besteller"),
    "phone": ("phone", "telephone", "telefon", "telefono", "tel", "telf1", "telefoon", "telefonnummer"),
    "website": ("website", "web", "homepage", "url", "site web"),
    "tax_id": (
        "vat", "vat number", "tax number", "ust id", "ustid", "stceg", "tva", "nif", "partita iva", "btw",
    ),
    "role": ("role", "function", "funktion", "fonction", "cargo", "ruolo", "functie", "job title", "title"),
    # What was ordered
    "order_number": (
        "order", "order number", "order id", "purchase order", "po", "po number", "po so", "ebeln",
        "purchasing document", "einkaufsbeleg", "belegnummer", "bestellnummer", "bestellnr", "bestellung",
        "auftragsnummer", "auftragsnr", "beleg", "numero de commande", "numero commande", "commande",
        "pedido", "numero pedido", "ordine", "numero ordine", "bestelnummer", "ordernummer",
        "document number",
    ),
    "line_number": (
        "line", "line number", "item number", "line id", "pos", "position", "positionsnummer", "posnr",
        "ebelp", "po line", "po item", "order line", "purchase order item", "item", "ligne",
        "numero de ligne", "poste", "linea", "riga", "regel", "regelnummer", "zeile", "posten",
        "bestellposition", "auftragsposition", "posicion", "posizione", "order detail id",
    ),
    "ordered_on": (
        "ordered", "ordered on", "order date", "po date", "document date", "bedat", "bestelldatum",
        "belegdatum", "auftragsdatum", "date de commande", "date commande", "fecha pedido",
        "fecha de pedido", "data ordine", "besteldatum", "created on", "erstellt am", "aedat",
        "order placed", "bestellt am",
    ),
    "sent_at": ("sent", "sent at", "sent on", "gesendet am", "versandt am", "po sent to vendor date"),
    "currency": (
        "currency", "waehrung", "wahrung", "whrg", "waers", "devise", "moneda", "divisa", "valuta", "curr",
        "ccy", "currency code",
    ),
    "item_code": (
        "item code", "item", "item id", "article", "article number", "matnr", "material", "material number",
        "materialnummer", "artikel", "artikelnummer", "artikelnr", "sku", "part number", "product id",
        "product code", "teilenummer", "sachnummer", "reference article", "code article", "codigo articulo",
        "codice articolo", "artikelcode", "referencia",
    ),
    "description": (
        "description", "item description", "short text", "txz01", "maktx", "bezeichnung", "beschreibung",
        "artikelbezeichnung", "kurztext", "materialkurztext", "designation", "libelle", "descripcion",
        "descrizione", "omschrijving", "product name", "artikeltext", "benennung", "item name",
    ),
    "category": (
        "category", "product group", "warengruppe", "matkl", "material group", "kategorie", "famille",
        "familia", "categoria", "categorie", "artikelgruppe", "commodity",
    ),
    "quantity": (
        "quantity", "ordered quantity", "order quantity", "quantity ordered", "qty", "menge",
        "bestellmenge", "auftragsmenge", "quantite", "quantite commandee", "cantidad", "quantita", "aantal",
        "stueck", "stuck", "stueckzahl", "stuckzahl", "bstmg", "line item quantity", "units", "anzahl",
    ),
    "unit": (
        "unit", "uom", "unit of measure", "meins", "einheit", "mengeneinheit", "me", "unite", "unidad",
        "unita", "eenheid", "bme", "bstme",
    ),
    "unit_price": (
        "unit price", "price", "net price", "price per unit", "netpr", "preis", "einzelpreis",
        "stueckpreis", "stuckpreis", "nettopreis", "prix unitaire", "prix", "precio unitario", "precio",
        "prezzo unitario", "prezzo", "prijs", "stuksprijs", "unit cost", "pack price",
    ),
    "standard_price": (
        "standard price", "standard cost", "list price", "standardpreis", "stprs", "planpreis",
    ),
    "requested_on": (
        "requested", "requested on", "requested date", "need by", "need by date", "required date",
        "due date", "delivery date", "eindt", "wunschtermin", "wunschdatum", "liefertermin", "lieferdatum",
        "bedarfstermin", "gewuenschter termin", "date souhaitee", "date de livraison", "date livraison",
        "date demandee", "fecha de entrega", "fecha entrega", "fecha requerida", "data consegna",
        "data richiesta", "leverdatum", "gewenste leverdatum", "scheduled delivery date", "ship by",
        "soll termin", "solltermin", "termin", "requested delivery date", "want date", "delivery due",
    ),
    "status": ("status", "state", "zustand", "estado", "stato", "etat", "statut"),
    "ship_to": (
        "ship to", "destination", "plant", "werk", "werks", "site", "lieferort", "lieu de livraison",
        "destino", "magazzino", "delivery address", "warehouse",
    ),
    # What was promised
    "event": ("event", "answer", "ereignis"),
    "made_at": (
        "made at", "said at", "answered on", "confirmed at", "confirmed on", "bestaetigt am",
        "bestatigt am", "confirme le", "ab datum", "confirmation made",
    ),
    "made_by": ("made by", "said by", "confirmed by", "bestaetigt von", "bestatigt von"),
    "promised_on": (
        "promised", "promised on", "promised date", "promise date", "confirmed date", "confirmation date",
        "confirmed delivery date", "acknowledged date", "bestaetigter termin", "bestatigter termin",
        "bestaetigter liefertermin", "bestatigter liefertermin", "ab termin", "zugesagt", "zugesagt am",
        "zusage", "date confirmee", "date promise", "fecha confirmada", "fecha prometida",
        "data confermata", "bevestigde datum", "bevestigde leverdatum", "bestaetigtes lieferdatum",
        "bestatigtes lieferdatum", "supplier promise date", "commit date",
    ),
    "promises.price": ("confirmed price", "bestaetigter preis", "bestatigter preis"),
    "promises.quantity": (
        "confirmed quantity", "bestaetigte menge", "bestatigte menge", "promised quantity",
    ),
    "promises.part": ("part", "schedule line", "einteilung", "etenr", "teil"),
    # What came
    "receipt_number": (
        "receipt", "receipt number", "receipt id", "goods receipt", "gr number", "grn", "delivery note",
        "asn", "asn dn", "mblnr", "material document", "wareneingang", "wareneingangsnummer", "we nummer",
        "lieferschein", "lieferscheinnummer", "lieferscheinnr", "bon de livraison", "albaran", "bolla",
        "ddt", "pakbon", "shipment id", "packing slip",
    ),
    "received_on": (
        "received", "received on", "received date", "date received", "receipt date", "goods receipt date",
        "actual delivery date", "delivered", "delivered on", "delivered date", "delivered to client date",
        "wareneingangsdatum", "we datum", "eingang am", "geliefert am", "eingangsdatum",
        "date de reception", "date reception", "fecha de recepcion", "fecha recepcion", "data ricevimento",
        "ontvangstdatum", "ontvangen op", "ist termin", "isttermin", "budat", "arrival date",
        "receipt date proxy", "shipped date", "lieferung erhalten",
    ),
    "recorded_at": (
        "recorded", "recorded at", "recorded on", "entry date", "erfasst am", "cpudt",
        "delivery recorded date", "posted",
    ),
    "accepted_quantity": (
        "accepted", "accepted quantity", "received quantity", "quantity received", "delivered quantity",
        "gelieferte menge", "liefermenge", "eingangsmenge", "wareneingangsmenge", "erhaltene menge",
        "we menge", "gutmenge", "quantite recue", "quantite livree", "cantidad recibida",
        "quantita ricevuta", "ontvangen aantal", "geleverd aantal", "erfmg", "received qty",
    ),
    "rejected_quantity": (
        "rejected", "rejected quantity", "rejected qty", "ausschuss", "reklamierte menge",
        "zurueckgewiesen", "gesperrte menge", "quantite rejetee", "cantidad rechazada",
    ),
    "reject_reason": ("reject reason", "rejection reason", "reklamationsgrund", "fehlerart", "defect"),
    "site": ("site", "plant", "werk", "werks", "warehouse", "lager", "lagerort", "lgort"),
    # What is owed
    "invoice_number": (
        "invoice", "invoice number", "invoice id", "rechnung", "rechnungsnummer", "rechnungsnr", "belnr",
        "facture", "numero facture", "factura", "fattura", "factuurnummer", "xblnr",
    ),
    "issued_on": (
        "issued", "issued on", "invoice date", "rechnungsdatum", "bldat", "date facture", "date de facture",
        "fecha factura", "data fattura", "factuurdatum", "ausgestellt am", "issue date",
    ),
    "invoices.received_on": (
        "received", "received on", "rechnungseingang", "eingangsdatum", "invoice received",
        "date reception", "posting date", "budat",
    ),
    "due_on": (
        "due", "due on", "due date", "faellig", "fallig", "faellig am", "fallig am", "faelligkeit",
        "falligkeit", "zahlbar bis", "echeance", "date echeance", "vencimiento", "scadenza", "vervaldatum",
        "payment due", "net due date", "zfbdt",
    ),
    "paid_on": (
        "paid", "paid on", "paid date", "payment date", "bezahlt", "bezahlt am", "zahldatum", "paye le",
        "date paiement", "pagado", "fecha pago", "pagato", "betaald op", "augdt", "clearing date",
    ),
    "amount": (
        "amount", "betrag", "summe", "total", "montant", "importe", "importo", "bedrag", "wrbtr", "dmbtr",
        "invoice amount", "rechnungsbetrag", "net amount", "value", "wert",
    ),
    "disputed": ("disputed", "dispute", "strittig", "en litige"),
    # Money over time
    "entry_id": ("entry", "entry id", "document", "belegnummer", "buchung", "transaction id", "id"),
    "date": ("date", "posting date", "buchungsdatum", "budat", "datum", "fecha", "rate date"),
    "ledger.kind": ("kind", "type", "account", "konto", "kontoart", "entry type"),
    "supplier_code": ("supplier", "vendor", "lieferant", "lifnr"),
    "distributor_code": (
        "distributor", "dealer", "customer number", "haendler", "handler", "kunnr", "distributeur",
    ),
    "agent_code": ("agent", "vertreter", "representative", "sales rep", "handelsvertreter", "agente"),
    "customer": ("customer", "kunde", "client", "cliente", "klant", "sold to"),
    "reference": ("reference", "referenz", "ref", "bezug", "zuonr", "document number"),
    "revenue_target": (
        "target", "revenue target", "ziel", "umsatzziel", "objectif", "objetivo", "quota", "budget",
    ),
    "year": ("year", "jahr", "annee", "ano", "anno", "jaar", "gjahr"),
    "month": ("month", "monat", "mois", "mes", "mese", "maand", "period", "periode"),
    "rate": (
        "rate", "kurs", "exchange rate", "taux", "wechselkurs", "cours", "tipo de cambio", "tasso", "ukurs",
    ),
    "commission_agreements.rate": (
        "rate", "commission", "provision", "provisionssatz", "percent", "commission rate",
    ),
    "valid_from": ("valid from", "gueltig ab", "gultig ab", "from", "valable des", "ab"),
    "version": ("version",),
    "tier_from": ("tier", "tier from", "staffel", "ab umsatz", "from amount", "palier"),
    "base": ("base", "basis", "grundlage"),
    "method": ("method", "methode"),
    "type": ("type", "art", "document type", "dokumentart", "certificate"),
    "number": ("number", "nummer", "certificate number", "document number"),
    "expires_on": (
        "expires", "expires on", "valid until", "gueltig bis", "gultig bis", "ablauf", "ablaufdatum",
        "expiry date", "expiration date", "valable jusqu au",
    ),
    "notice_number": (
        "notice", "asn", "despatch advice", "lieferavis", "avis", "shipment", "delivery note",
    ),
    "lot": ("lot", "batch", "charge", "chargennummer", "charg", "lotto", "partij"),
}  # fmt: skip


def names_of(dataset: str, identifier: str) -> tuple[str, ...]:
    """What a column of ours may be called, its own name first."""
    others = SYNONYMS.get(f"{dataset}.{identifier}") or SYNONYMS.get(identifier, ())
    return (identifier, *others)
