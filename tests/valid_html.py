"""Is it valid HTML? What the parser of the standard complains about, and the rules a parser does not know.

Elements, attributes and contents are those our pages use: whatever else turns up is refused, so that somebody
looks at it. Drawings (svg) are held to their identifiers alone.
"""

from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from xml.etree.ElementTree import Element

from tinyhtml5.parser import HTMLParser

_NAMESPACE = "{http://www.w3.org/1999/xhtml}"
_EVERYWHERE = {
    "class", "id", "lang", "dir", "title", "hidden", "tabindex", "role", "autofocus", "inputmode",
}  # fmt: skip
_OF = {
    "a": {"href", "rel", "download", "type", "target"},
    "article": set(), "aside": set(), "address": set(), "abbr": set(), "b": set(),
    "blockquote": {"cite"}, "body": set(), "br": set(),
    "button": {"type", "name", "value", "disabled", "form", "formaction", "formnovalidate"},
    "caption": set(), "cite": set(), "code": set(), "col": {"span"}, "colgroup": {"span"},
    "data": {"value"}, "datalist": set(), "dd": set(), "del": {"cite", "datetime"},
    "details": {"open", "name"}, "div": set(), "dl": set(), "dt": set(), "em": set(),
    "fieldset": {"disabled", "name"},
    "figcaption": set(), "figure": set(), "footer": set(),
    "form": {"action", "method", "enctype", "novalidate", "autocomplete", "name"},
    "h1": set(), "h2": set(), "h3": set(), "h4": set(), "h5": set(), "h6": set(), "head": set(),
    "header": set(), "hr": set(), "html": set(), "i": set(),
    "img": {"src", "srcset", "sizes", "alt", "width", "height", "loading", "decoding", "fetchpriority"},
    "input": {
        "type", "name", "value", "checked", "disabled", "readonly", "required", "min", "max", "step",
        "minlength", "maxlength", "pattern", "placeholder", "autocomplete", "list", "multiple", "size",
        "accept", "form",
    },
    "ins": {"cite", "datetime"}, "kbd": set(), "label": {"for"}, "legend": set(), "li": {"value"},
    "link": {"rel", "href", "as", "type", "crossorigin", "media", "title", "sizes"},
    "main": set(), "mark": set(), "meta": {"charset", "name", "content", "property"}, "nav": set(),
    "noscript": set(),
    "ol": {"start", "reversed", "type"}, "optgroup": {"label", "disabled"},
    "option": {"value", "selected", "disabled", "label"}, "output": {"for", "name"}, "p": set(),
    "picture": set(), "pre": set(), "progress": {"value", "max"}, "q": {"cite"}, "s": set(), "samp": set(),
    "script": {"src", "defer", "type", "async"}, "search": set(), "section": set(),
    "select": {"name", "multiple", "required", "disabled", "size", "autocomplete"}, "small": set(),
    "source": {"srcset", "sizes", "type", "media", "width", "height"}, "span": set(), "strong": set(),
    "sub": set(), "summary": set(), "sup": set(), "table": set(), "tbody": set(),
    "td": {"colspan", "rowspan", "headers"}, "template": set(),
    "textarea": {
        "name", "rows", "cols", "required", "disabled", "readonly", "maxlength", "minlength", "placeholder",
        "autocomplete",
    },
    "tfoot": set(), "th": {"colspan", "rowspan", "scope", "abbr", "headers"}, "thead": set(),
    "time": {"datetime"}, "title": set(), "tr": set(), "u": set(), "ul": set(), "wbr": set(),
}  # fmt: skip
_PHRASING = {
    "a", "abbr", "b", "br", "button", "cite", "code", "data", "datalist", "del", "em", "i", "img", "input",
    "ins", "kbd", "label", "mark", "output", "picture", "progress", "q", "s", "samp", "script", "select",
    "small", "span", "strong", "sub", "sup", "template", "textarea", "time", "u", "wbr", "option", "optgroup",
    "source",
}  # fmt: skip
_HOLDS_PHRASING = {
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "span", "b", "em", "i", "s", "small", "strong", "label",
    "button", "code", "mark", "time", "data", "pre", "q", "abbr", "cite", "kbd", "samp", "sub", "sup", "u",
    "output",
}  # fmt: skip
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_CHILDREN = {
    "ul": {"li", "script", "template"}, "ol": {"li", "script", "template"},
    "dl": {"dt", "dd", "div", "script", "template"}, "tr": {"td", "th"}, "picture": {"source", "img"},
    "select": {"option", "optgroup"}, "thead": {"tr"}, "tbody": {"tr"}, "tfoot": {"tr"},
}  # fmt: skip
_PARENTS = {
    "li": {"ul", "ol"}, "dt": {"dl", "div"}, "dd": {"dl", "div"}, "figcaption": {"figure"},
    "legend": {"fieldset"}, "summary": {"details"}, "source": {"picture"}, "caption": {"table"},
}  # fmt: skip
_ACTIVE = {"a", "button", "input", "select", "textarea", "label", "details"}
_REFERS = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "headers", "list")
_ARIA = {
    "label", "labelledby", "describedby", "hidden", "current", "controls", "expanded", "live", "atomic",
    "invalid", "required", "disabled", "checked", "selected", "sort", "rowcount", "colcount", "rowindex",
    "colindex", "level", "haspopup", "pressed", "valuenow", "valuemin", "valuemax", "valuetext", "busy",
    "roledescription", "owns", "details", "modal", "multiselectable", "orientation", "setsize", "posinset",
}  # fmt: skip


def html_problems(source: bytes) -> list[str]:
    """One line for each; none for a valid page."""
    parser = HTMLParser(namespace_html_elements=True)
    tree = parser.parse(BytesIO(source), override_encoding="utf-8")
    found = [f"line {place[0]}: {code} {facts or ''}".strip() for place, code, facts in parser.errors]
    found += _document(tree)
    found += _identifiers(tree)
    found += _walk(tree, ())
    return found


def _name(element: Element) -> str:
    """ "p"; "" for what is no HTML (drawings, comments)."""
    tag = element.tag
    return tag.removeprefix(_NAMESPACE) if isinstance(tag, str) and tag.startswith(_NAMESPACE) else ""


def _document(tree: Element) -> Iterator[str]:
    counted = Counter(_name(element) for element in tree.iter())
    for only in ("title", "main", "h1"):
        if counted[only] != 1:
            yield f"{counted[only]} elements {only}"
    if not tree.get("lang"):
        yield "html without lang"
    if not "".join(tree.find(f".//{_NAMESPACE}title").itertext()).strip():
        yield "an empty title"
    levels = [int(_name(element)[1]) for element in tree.iter() if _name(element) in _HEADINGS]
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"h{after} follows h{before}"


def _identifiers(tree: Element) -> Iterator[str]:
    counted = Counter(element.get("id") for element in tree.iter() if element.get("id") is not None)
    yield from (f"id {name!r} stands {times} times" for name, times in counted.items() if times > 1)
    yield from (
        f"id {name!r} is none" for name in counted if not name or any(sign.isspace() for sign in name)
    )
    for element in tree.iter():
        for attribute in _REFERS:
            for wanted in (element.get(attribute) or "").split():
                if _name(element) and wanted not in counted:
                    yield f"{_name(element)} {attribute}={wanted!r} leads nowhere"
        target = element.get("href") or ""
        if _name(element) == "a" and target.startswith("#") and target[1:] not in counted:
            yield f"a link to {target!r} leads nowhere"


def _walk(element: Element, above: tuple[str, ...]) -> Iterator[str]:
    name = _name(element)
    if not name:
        return  # a drawing has rules of its own
    where = " > ".join((*above[-3:], name))
    if name not in _OF:
        yield f"{where}: no element we use"
        return
    yield from (f"{where}: {problem}" for problem in _element(element, name, above))
    for child in element:
        yield from _walk(child, (*above, name))


def _element(element: Element, name: str, above: tuple[str, ...]) -> Iterator[str]:
    for attribute in element.attrib:
        if not _is_known(attribute, name):
            yield f"attribute {attribute}"
        elif not element.get(attribute) and attribute in (
            "src",
            "name",
            "for",
            "action",
            "aria-label",
        ):
            yield f"{attribute} is empty"
    parent = above[-1] if above else ""
    if name in _PARENTS and parent not in _PARENTS[name]:
        yield f"stands in {parent}"
    if parent in _CHILDREN and name not in _CHILDREN[parent]:
        yield f"stands in {parent}"
    if (
        parent in _HOLDS_PHRASING or (parent == "summary" and name not in _HEADINGS)
    ) and name not in _PHRASING:
        yield f"stands in {parent}, which holds words alone"
    if name in _ACTIVE and {"a", "button"} & set(above):
        yield "something to press inside something to press"
    if name == "label" and "label" in above:
        yield "a label in a label"
    yield from _contents(element, name)


def _is_known(attribute: str, name: str) -> bool:
    if attribute.startswith("aria-"):
        return attribute.removeprefix("aria-") in _ARIA
    return attribute.startswith("data-") or attribute in _EVERYWHERE or attribute in _OF[name]


def _contents(element: Element, name: str) -> Iterator[str]:
    words = "".join(element.itertext()).strip()
    if name == "img" and None in [element.get(needed) for needed in ("alt", "src", "width", "height")]:
        yield "a picture without words, source or size"
    if name == "option" and not words and not element.get("label"):
        yield "an empty option"
    if name in _HEADINGS and not words:
        yield "an empty heading"
    named = words or any(child.get("aria-label") or child.get("alt") for child in element.iter())
    if name in ("a", "button", "label", "summary", "legend") and not named:
        yield "says nothing"
    if name == "dl":
        kinds = [_name(child) for child in element if _name(child)]
        if kinds and (kinds[0] == "dd" or kinds[-1] == "dt"):
            yield "a term without its words"
