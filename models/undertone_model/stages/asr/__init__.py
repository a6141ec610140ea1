"""Stage 1: encoder and decoder learn to write "label transcript"; the front end stays as stage 0 (or the base) left it."""
