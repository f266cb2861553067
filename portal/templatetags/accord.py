"""The tags of the look: icons, halves, chips, figures in the reader's language, charts, form fields."""

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

import lucide
from django import template
from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from portal import presentation, registry
from portal.context import nearness
from portal.forms import widget_class
from portal.reaching import reach

register = template.Library()

# Our own short words for the drawings that the look uses again and again; every other name is Lucide's.
ICONS = {
    "again": "rotate-cw",
    "alert": "triangle-alert",
    "ask": "message-square",
    "cols": "columns-3",
    "dash": "minus",
    "doc": "file-text",
    "down": "chevron-down",
    "fall": "arrow-down",
    "get": "download",
    "help": "life-buoy",
    "home": "house",
    "key": "key-round",
    "more": "ellipsis",
    "near": "equal-approximately",
    "off": "wifi-off",
    "out": "log-out",
    "pen": "pencil",
    "plan": "flag",
    "right": "arrow-right",
    "swap": "arrow-right-left",
    "undo": "undo-2",
    "up": "arrow-up",
}
CHIP_ICONS = {
    "ok": "check",
    "warn": "fall",
    "bad": "x",
    "open": "near",
    "us": "swap",
    "you": "check",
    "": "dash",
}
NOTE_ICONS = {"ok": "check", "warn": "alert", "bad": "alert", "thanks": "heart", "": "info"}
MESSAGE_TONES = {"success": "ok", "warning": "warn", "error": "bad"}


@lru_cache(maxsize=256)
def _drawing(name: str) -> SafeString:
    """The shapes of one Lucide icon, without its svg element: the class `i` draws the strokes."""
    svg = lucide._load_icon(ICONS.get(name, name))
    shapes = "".join(ElementTree.tostring(shape, encoding="unicode").strip() for shape in svg)
    return SafeString(shapes)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """{% icon "check" %}: decoration beside a word; with `label` it speaks for itself."""
    role = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="i" viewBox="0 0 24 24" {}>{}</svg>', role, _drawing(name))


@register.simple_tag
def half(side: str, label: str = "") -> SafeString:
    """{% half "you" partner.name %} or {% half "us" frame.company %}: whose promise this is."""
    role = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="ac-half" viewBox="0 0 20 20" {}><path class="{}" d="M9 1a9 9 0 0 0 0 18z"/>'
        '<path class="{}" d="M11 1a9 9 0 0 1 0 18z"/></svg>',
        role,
        "you" if side == "you" else "off",
        "us" if side == "us" else "off",
    )


@register.simple_tag
def mark() -> SafeString:
    """The sign of the house: two halves that do not quite meet. Literal colours for mail and paper."""
    return mark_safe(
        '<svg class="ac-mark" viewBox="0 0 28 28" aria-hidden="true">'
        '<path class="you" fill="#6f2b60" d="M13 2.5a10 10 0 0 0 0 20z"/>'
        '<path class="us" fill="#2a6190" d="M15 5.5a10 10 0 0 1 0 20z"/></svg>'
    )


@register.simple_tag
def chip(text: Any, tone: str = "", picture: str | None = None) -> SafeString:
    """{% chip "Below target" "warn" %}: tone is ok, warn, bad, us, you, open or empty.

    Each tone brings its icon; `picture` names another one, and an empty `picture` draws none.
    """
    name = CHIP_ICONS.get(tone, "dash") if picture is None else picture
    return format_html(
        '<span class="{}">{}{}</span>', f"ac-chip {tone}".strip(), icon(name) if name else "", text
    )


@register.simple_tag
def band(text: Any, small: bool = False) -> SafeString:
    """{% band "Reliable" %}: the standing of a partner, never an alarm."""
    return format_html('<span class="ac-band{}">{}{}</span>', " sm" if small else "", icon("check"), text)


@register.simple_tag
def change(
    value: Decimal | float | None, since: str = "", better: str = "up", places: int = 1
) -> SafeString | str:
    """{% change 3.6 "since August" %}: arrow, colour and words; `better` says which direction is good."""
    if value is None:
        return ""
    amount = presentation.number(abs(Decimal(str(value))), places)
    if Decimal(str(value)) == 0:
        return format_html('<span class="muted nowrap">{} {} {}</span>', icon("dash"), _("unchanged"), since)
    rises = value > 0
    tone = "ok" if rises == (better == "up") else "bad"
    word = _("up") if rises else _("down")
    return format_html(
        '<span class="txt-{} nowrap">{}<span class="vh">{}</span> {} {}</span>',
        tone, icon("up" if rises else "fall"), word, amount, since,
    )  # fmt: skip


@register.inclusion_tag("portal/components/note.html")
def note(text: Any, tone: str = "", picture: str = "") -> dict[str, Any]:
    """{% note text "ok" %}: tone is ok, warn, bad, thanks or empty."""
    return {"text": text, "tone": tone, "picture": picture or NOTE_ICONS.get(tone, "info")}


@register.inclusion_tag("portal/components/messages.html")
def message_notes(messages: Any) -> dict[str, Any]:
    """Django's messages as notices, each in its tone."""
    tones = [(message, MESSAGE_TONES.get(message.level_tag, "")) for message in messages or ()]
    return {"notes": [(message, tone, NOTE_ICONS[tone]) for message, tone in tones]}


@register.inclusion_tag("portal/components/empty.html")
def empty(
    title: str, text: str = "", picture: str = "check", url: str = "", act: str = "", done: bool = False
) -> dict[str, Any]:
    """{% empty "Nothing waits for you" text done=True %}: what it means, and what to do next."""
    return {"title": title, "text": text, "picture": picture, "url": url, "act": act, "done": done}


@register.inclusion_tag("portal/components/nav.html")
def main_nav(links: Any) -> dict[str, Any]:
    """The main navigation: five places on a phone, seven on a tablet, nine on a desk, the rest under 'More'.

    Each of the rest has the class of the narrowest window that shows it; where all fit, there is no 'More'.
    """
    links = list(links or ())
    fits = next((name for name, most in _NAV_PLACES if len(links) <= most), "")
    tabs = links if fits == "phone" else links[:4]
    return {
        "tabs": tabs,
        "rest": [
            {"link": link, "from": _nav_from(place, len(links))}
            for place, link in enumerate(links)
            if place >= len(tabs)
        ],
        "fits": fits,
    }


@register.inclusion_tag("portal/components/nav_tabs.html", takes_context=True)
def nav_tabs(context: dict[str, Any], group: str) -> dict[str, Any]:
    """{% nav_tabs "surveys" %}: lists that share one place of the navigation; nothing where there is one."""
    request = context["request"]
    items = registry.nav_tabs(request.actor, group)
    links = [
        {"label": item.tab, "url": reverse(item.url_name), "is_current": bool(nearness(request.path, item))}
        for item in items
    ]
    return {"links": links if len(links) > 1 else []}


_NAV_PLACES = (("phone", 5), ("tablet", 7), ("desk", 9))


def _nav_from(place: int, count: int) -> str:
    """One place is kept for 'More' where not all fit."""
    for name, most in _NAV_PLACES[1:]:
        if place < (most if count <= most else most - 1):
            return f"from-{name}"
    return "from-never"


@register.inclusion_tag("portal/components/face.html")
def face(name: str, side: str = "you") -> dict[str, str]:
    """A person's initials in a disc."""
    return {"initials": presentation.initials(name), "side": side}


@register.inclusion_tag("portal/charts/chart.html")
def chart(drawing: Any) -> dict[str, Any]:
    """{% chart card.trend %}: draws a Drawing, or both widths of a Pair."""
    return {"drawings": getattr(drawing, "drawings", None) or ([drawing] if drawing else [])}


@register.inclusion_tag("portal/components/reach_us.html")
def company_reach() -> dict[str, Any]:
    """{% company_reach %}: phone, mail and address, also on a page that has no context."""
    return {"reach": reach()}


@register.simple_tag
def widget(field: BoundField, **attrs: str) -> SafeString:
    """{% widget form.q placeholder="Name" %}: the field's control with the look's class."""
    given = {name.replace("_", "-"): value for name, value in attrs.items()}
    own = field.field.widget.attrs.get("class", "")
    classes = " ".join(filter(None, [own, given.pop("class", ""), widget_class(field.field.widget)]))
    return field.as_widget(attrs={**given, **({"class": classes} if classes else {})})


@register.simple_tag
def option_widget(option: BoundWidget) -> SafeString:
    """One radio button or tick box of a group, with the look's class."""
    option.data["attrs"] = {**option.data["attrs"], "class": "form-check-input"}
    return SafeString(option.tag(wrap_label=False))


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """{% query page=2 %}: this page's address with some parameters changed; None takes one away."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None or value == "":
            parameters.pop(name, None)
        else:
            parameters[name] = value
    return f"?{parameters.urlencode()}" if parameters else "?"


@register.simple_tag(takes_context=True)
def hidden_query(context: dict[str, Any], *left_out: str) -> SafeString:
    """Hidden fields that carry this address's parameters, but those `left_out`, through a GET form."""
    pairs = [
        (name, value)
        for name, values in context["request"].GET.lists()
        for value in values
        if name not in left_out
    ]
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


@register.filter
def colon(label: str) -> str:
    """A label before what is said about it: a question keeps its own mark."""
    return str(label) if str(label).endswith(("?", ":", ".")) else f"{label}:"


@register.filter
def number(value: Any, places: int | str = 0) -> str:
    """{{ n|number }} or {{ points|number:1 }}; |number:"all" keeps every decimal."""
    return presentation.number(value, None if places == "all" else int(places))


@register.filter
def points(value: Any) -> str:
    """A score, with one decimal."""
    return presentation.number(value, 1)


@register.filter
def signed(value: Any, places: int = 1) -> str:
    return presentation.signed(value, places)


@register.filter
def share(value: Any, places: int = 1) -> str:
    """0.896 -> 89.6 %"""
    return presentation.share(value, places)


@register.filter
def quantity(value: Any, unit: str = "") -> str:
    """{{ line.quantity|quantity:line.unit }}: an int is scaled by 10^6, a Decimal is meant as it is."""
    return presentation.quantity(value, unit)


@register.filter
def money(value: Any, currency: str = "") -> str:
    """{{ invoice.amount_minor|money:invoice.currency }}: an int is minor units."""
    return presentation.money(value, currency)


@register.filter
def whole_money(value: Any, currency: str = "") -> str:
    """Money without cents, for sums that people compare."""
    return presentation.money(value, currency, cents=False)


@register.filter
def unit_price(value: Any, currency: str) -> str:
    return presentation.unit_price(value, currency)


@register.filter
def day(value: dt.date | None, form: str = "date") -> str:
    """{{ line.promised_on|day }}; forms: date, short, week, full, month."""
    return presentation.day(value, form)


@register.filter
def moment(value: dt.datetime | None, form: str = "date") -> str:
    """A moment in the reader's time zone."""
    return presentation.moment(value, form)
