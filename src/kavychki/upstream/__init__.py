"""What other projects publish about the texts: their annotation files, names and splits."""
