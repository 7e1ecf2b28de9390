"""The registry of rules: every code that a finding can carry, and nothing else.

The hundreds of a code are its level: L0 bytes and lines, L1 schema, L2 within the record, L3 across the corpus. A code
is never given another meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]

LEVELS = {0: "bytes and lines", 1: "schema", 2: "within the record", 3: "across the corpus"}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: stable code and slug, what it demands, and what to do where it is violated."""

    code: str
    slug: str
    meaning: str
    remedy: str
    severity: Severity = "error"

    @property
    def level(self) -> int:
        """0 to 3."""
        return int(self.code[1])


_ALL = (
    # Level 0, bytes and lines.
    Rule(
        "K001", "unreadable-file", "A file of the corpus can be opened and read.", "Check the path and its permissions."
    ),
    Rule("K002", "not-utf8", "Every byte belongs to valid UTF-8.", "Save the file as UTF-8."),
    Rule("K003", "byte-order-mark", "A file does not begin with a byte order mark.", "Save it as UTF-8 without BOM."),
    Rule("K004", "carriage-return", "Lines end in LF alone.", "Save the file with Unix line ends."),
    Rule(
        "K005", "unterminated-line", "The last line ends in LF.", "The file may be cut off: restore it, or add the LF."
    ),
    Rule("K006", "blank-line", "No line is empty.", "Remove the line."),
    Rule(
        "K007",
        "oversize-line",
        "A line is no longer than the reader's limit.",
        "Split the article; it is no news item.",
    ),
    Rule("K008", "not-json", "A line is one JSON value.", "Correct the JSON at the place shown."),
    Rule("K009", "not-an-object", "A line is a JSON object.", "Write one article a line as {…}."),
    Rule("K010", "duplicate-key", "No object repeats a key.", "Keep one of the two values."),
    Rule("K011", "empty-file", "A shard holds at least one record.", "Add records, or remove the file."),
    # Level 1, the schema.
    Rule("K101", "missing-key", "Every key that the schema requires is there.", "Add the key."),
    Rule("K102", "unknown-key", "No key is there that the schema does not know.", "Remove or rename the key."),
    Rule("K103", "wrong-type", "A value has the JSON type that the schema asks for.", "Write a value of that type."),
    Rule("K104", "not-in-vocabulary", "A value is one of the closed list.", "Use one of the values listed."),
    Rule("K105", "wrong-pattern", "A string has the form that the schema asks for.", "Write it in that form."),
    Rule("K106", "out-of-range", "A number, length or count lies within its limits.", "Stay within the limit."),
    Rule("K107", "repeated-item", "A list of distinct values repeats none.", "Remove the repetition."),
    # Level 2, within the record.
    Rule(
        "K201",
        "text-not-canonical",
        "The text is in canonical form.",
        "Put the text into canonical form and find the spans anew.",
    ),
    Rule(
        "K202",
        "wrong-hash",
        "text_sha256 is the SHA-256 of the text.",
        "If the text is right, correct the hash; else restore the text.",
    ),
    Rule(
        "K203",
        "wrong-length",
        "text_length counts the text's code points.",
        "If the text is right, correct the length.",
    ),
    Rule(
        "K204", "wrong-prefix", "The id begins with the collection and a hyphen.", "Correct the id or the collection."
    ),
    Rule("K205", "inverted-span", "A span's start lies before its end.", "Find the offsets anew with a program."),
    Rule("K206", "span-outside-text", "A span ends within the text.", "Find the offsets anew with a program."),
    Rule(
        "K207", "wrong-surface", "A span's surface is the text at its offsets.", "Find the offsets anew with a program."
    ),
    Rule("K208", "missing-surface", "Where the record has its text, every span has its surface.", "Add the surface."),
    Rule("K209", "surface-in-text-free", "A text-free record has no surfaces.", "Remove the surface."),
    Rule("K210", "space-at-edge", "A span neither begins nor ends with white space.", "Leave the white space out."),
    Rule("K211", "overlapping-parts", "The spans of one list do not overlap.", "Merge or part the spans."),
    Rule(
        "K212",
        "overlapping-roles",
        "Content, cue and source of a quote do not overlap.",
        "Give each stretch to one of them.",
    ),
    Rule("K213", "repeated-id", "Ids are unique within a record.", "Give the item an id of its own."),
    Rule("K214", "unknown-speaker", "A cited speaker is in the record.", "Correct the id, or add the speaker."),
    Rule("K215", "unknown-parent", "A quote's parent is in the record.", "Correct the id, or set the parent to null."),
    Rule("K216", "parent-cycle", "Parents form no circle.", "Set the parent of the outermost quote to null."),
    Rule(
        "K217",
        "outside-parent",
        "A quote lies within the content of its parent.",
        "Correct the parent, or the borders.",
    ),
    Rule("K218", "repeated-annotation", "No entity or quote repeats another.", "Remove one of the two."),
    Rule(
        "K219",
        "unknown-topic",
        "A topic is in the Media Topics.",
        "Look the code up in schema/vocabularies/media-topics.tsv.",
    ),
    Rule("K220", "number-form", "Numbers are written as integers.", "Write 3, not 3.0 or 3e0."),
    Rule("K221", "not-canonical", "A record stands in its canonical serialisation.", "Run `kavychki fmt`."),
    # Level 3, across the corpus.
    Rule(
        "K301", "duplicate-id", "An id is unique across the corpus.", "Remove one record, or give it an id of its own."
    ),
    Rule(
        "K302",
        "unknown-collection",
        "A record's collection is in collections.json.",
        "Add the collection to the manifest.",
    ),
    Rule("K303", "wrong-folder", "A record stands in its collection's folder.", "Move the record."),
    Rule(
        "K304", "unknown-annotator", "An annotator is in annotators.json.", "Correct the id, or register the annotator."
    ),
    Rule("K305", "unsorted-shard", "Records of a shard are sorted by id.", "Run `kavychki fmt`."),
    Rule(
        "K306",
        "broken-manifest",
        "collections.json and annotators.json are there and obey their schemas.",
        "Correct the file at the place shown.",
    ),
    Rule(
        "K307",
        "text-not-redistributable",
        "A collection whose texts may not be shipped is text-free.",
        "Store the record without its text.",
    ),
    Rule("K308", "origin-contradicts", "A record's origin is its collection's.", "Correct one of the two."),
    Rule(
        "K309",
        "missing-layer",
        "A layer that the collection promises is not null.",
        "Annotate the layer, or correct the manifest.",
    ),
    Rule(
        "K310",
        "model-called-reviewed",
        "A reviewed record names a person among its annotators.",
        "Name the person, or lower the status.",
    ),
)

RULES = {rule.code: rule for rule in _ALL}
"""Rules by code."""
