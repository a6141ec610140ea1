"""Between stages 1 and 2: a small reader learns what words say from all the text there is."""
