"""L3: across the corpus. ``membership`` looks at one record at a time, ``across`` at what records have in common."""
