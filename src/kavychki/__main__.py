"""``python -m kavychki``."""

from kavychki.cli.main import main

if __name__ == "__main__":
    main()
