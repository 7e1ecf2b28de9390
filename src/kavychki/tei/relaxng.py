"""The XML form as a RELAX NG schema (ISO/IEC 19757-2), for editors that check and complete while one types."""

from __future__ import annotations

from collections.abc import Iterator

from kavychki.schema.documents import Schema
from kavychki.tei.names import ATTRIBUTES, HEADER, IN_HEADER, IN_TEXT, REQUIRED, ROOT, TEXT, values_of

_HEAD = (
    '<grammar xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">'
)


def relax_ng(schema: Schema) -> str:
    """The RELAX NG document for articles; what it lets pass may still be refused, for it knows no references."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        _HEAD,
        f'<start><element name="{ROOT}">',
        *_attributes(ROOT, schema),
        f'<element name="{HEADER}"><interleave>',
        '<ref name="annotation"/>',
        *(f'<zeroOrMore><ref name="{name}"/></zeroOrMore>' for name in IN_HEADER if name != "annotation"),
        "</interleave></element>",
        f'<element name="{TEXT}">',
        *_attributes(TEXT, schema),
        '<ref name="marked"/></element>',
        "</element></start>",
        '<define name="marked"><zeroOrMore><choice><text/>',
        *(f'<ref name="{name}"/>' for name in IN_TEXT),
        "</choice></zeroOrMore></define>",
    ]
    for name in (*IN_HEADER, *IN_TEXT):
        lines += [f'<define name="{name}"><element name="{name}">', *_attributes(name, schema)]
        lines += ['<ref name="marked"/>' if name in IN_TEXT else "<empty/>", "</element></define>"]
    return "\n".join([*lines, "</grammar>", ""])


def _attributes(element: str, schema: Schema) -> Iterator[str]:
    """The attributes of an element: those of a first part, or ``prev`` of a further one."""
    known = ATTRIBUTES[element]
    single = [name for name in sorted(known) if name not in ("prev", "part")]
    required = REQUIRED.get(element, ())
    first = [_attribute(element, name, schema, optional=name not in required) for name in single]
    if "prev" in known:
        yield "<choice><group>"
        yield from first
        yield "</group>"
        yield f"{_attribute(element, 'prev', schema, optional=False)}</choice>"
    else:
        yield from first
    if "part" in known:
        yield _attribute(element, "part", schema, optional=True)


def _attribute(element: str, name: str, schema: Schema, *, optional: bool) -> str:
    values = values_of(element, name, schema)
    content = f"<choice>{''.join(f'<value>{value}</value>' for value in values)}</choice>" if values else "<text/>"
    attribute = f'<attribute name="{name}">{content}</attribute>'
    return f"<optional>{attribute}</optional>" if optional else attribute
