"""What other projects publish about the texts: their annotation files, names and splits."""

from kavychki.upstream.brat import Inconsistency, StandOff, parse_brat

__all__ = ["Inconsistency", "StandOff", "parse_brat"]
