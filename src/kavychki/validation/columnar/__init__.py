"""Quick checks over many records at once, as columns: they accept only what the exact checks find nothing in.

A batch that is not accepted is not therefore wrong: the exact checks decide, and explain.
"""

from kavychki.validation.columnar.batch import QuickChecker

__all__ = ["QuickChecker"]
