"""The dataset: splits, configs, Parquet, card, building and loading."""
