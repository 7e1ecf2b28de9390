"""``python -m kavychki``."""

from kavychki.cli.main import main

main()
