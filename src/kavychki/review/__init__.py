"""Annotating in the browser, on the annotator's own machine: review of records, adjudication of two passes."""
