"""Between stages 1 and 2: what the frozen encoder gives for augmented windows, computed once, so that what learns from it trains in minutes."""
