"""The schema and the vocabularies, loaded."""
