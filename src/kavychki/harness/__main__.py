"""Prints where the tasks are."""

import sys
from pathlib import Path

sys.stdout.write(f"{Path(__file__).parent}\n")
