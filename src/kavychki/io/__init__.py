"""Files: lines in bounded memory, the canonical serialisation, atomic writing, the corpus folder."""
