"""What a corpus holds, counted in one pass: tables and pictures of quotes, speakers, topics, lengths and agreement."""

from kavychki.statistics.census import Census, census_of
from kavychki.statistics.passes import PassAgreement, agreement_of_passes
from kavychki.statistics.tables import Table, tables

__all__ = ["Census", "PassAgreement", "Table", "agreement_of_passes", "census_of", "tables"]
