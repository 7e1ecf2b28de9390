"""The closed vocabularies as types; their definitions stand in ``schema/vocabularies``."""

from typing import Literal

QuoteType = Literal["direct", "indirect", "mixed"]
Medium = Literal["speech", "writing", "thought"]
SpeakerKind = Literal["person", "organization", "group", "media", "document"]
Anonymity = Literal["named", "partial", "anonymous"]
Status = Literal["draft", "single", "adjudicated", "reviewed"]
Origin = Literal["news", "constructed"]
Layer = Literal["entities", "speakers", "quotes", "topics"]
AnnotatorKind = Literal["person", "model", "tool"]
Split = Literal["train", "validation", "test"]
SplitPolicyName = Literal["hash", "fixed", "upstream"]
EntityFormat = Literal["brat"]
EntityType = Literal[
    "AGE",
    "AWARD",
    "CITY",
    "COUNTRY",
    "CRIME",
    "DATE",
    "DISEASE",
    "DISTRICT",
    "EVENT",
    "FACILITY",
    "FAMILY",
    "IDEOLOGY",
    "LANGUAGE",
    "LAW",
    "LOCATION",
    "MONEY",
    "NATIONALITY",
    "NUMBER",
    "ORDINAL",
    "ORGANIZATION",
    "PENALTY",
    "PERCENT",
    "PERSON",
    "PRODUCT",
    "PROFESSION",
    "RELIGION",
    "STATE_OR_PROVINCE",
    "TIME",
    "WORK_OF_ART",
]
