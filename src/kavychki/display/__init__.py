"""Looking at an article: underlines in the terminal, a self-contained page, a notebook's cell."""
