"""Base weights: Moonshine tiny, fetched from its PyPI wheel and read back into torch."""
