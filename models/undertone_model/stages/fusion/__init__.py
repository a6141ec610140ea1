"""Fusion: how much voice and words may say, fitted on moved voices over plain words and on clear words in flat voices at once."""
