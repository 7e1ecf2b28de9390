"""From what a model gives, tags or an answer in JSON, to records that ``kavychki evaluate`` holds against gold."""
