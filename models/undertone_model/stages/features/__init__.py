"""What the frozen encoder gives for augmented windows, computed once, so that the speech head trains in minutes."""
