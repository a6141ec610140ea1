"""Stage 0: the front end (and the encoder above it) goes on learning from all audio without labels, by masked prediction (BEST-RQ)."""
