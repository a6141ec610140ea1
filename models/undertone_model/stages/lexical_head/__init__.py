"""Between stages 1 and 2: the lexical head learns what words say from all the text there is."""
