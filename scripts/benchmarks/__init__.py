"""What ``scripts/benchmark.py`` measures, and the page that it is told on."""
