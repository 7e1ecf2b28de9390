"""The guard of releases: no file of one holds text that may not be passed on, whatever the file is packed in.

It does not know how a release is made. It opens what was made, and looks at it in two ways: what each file may hold by
its place (``structure``), and whether a stretch of a text that this machine holds stands in it (``foreign``).
"""

from kavychki.releases.leaks.finding import Leak
from kavychki.releases.leaks.foreign import ForeignTexts
from kavychki.releases.leaks.guard import find_leaks

__all__ = ["ForeignTexts", "Leak", "find_leaks"]
