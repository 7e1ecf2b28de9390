"""From drafts that name their spans by words to records with offsets."""
