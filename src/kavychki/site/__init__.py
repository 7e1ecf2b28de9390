"""A static site of a corpus, a build or a file of records: pages that a browser opens from the disk."""

from kavychki.site.opening import open_source
from kavychki.site.source import Source
from kavychki.site.write import SiteReport, write_site

__all__ = ["SiteReport", "Source", "open_source", "write_site"]
