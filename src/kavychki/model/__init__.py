"""The annotation model: articles and manifests as frozen, typed values."""

from kavychki.model.article import Annotation, Article, Entity, Phenomenon, Quote, Span, Speaker
from kavychki.model.manifest import Annotator, Collection, SplitPolicy, Upstream

__all__ = [
    "Annotation",
    "Annotator",
    "Article",
    "Collection",
    "Entity",
    "Phenomenon",
    "Quote",
    "Span",
    "Speaker",
    "SplitPolicy",
    "Upstream",
]
