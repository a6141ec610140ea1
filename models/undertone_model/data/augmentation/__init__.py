"""Stage *augmentation*: what a call does to a voice, and windows cut as the SDK cuts them. Runs on the fly, inside
training.

All functions take and return float32 `[samples]` at 16 kHz in [-1, 1] and draw from a `numpy.random.Generator`, so
that a seed repeats a run. `chain.Augmenter` is the whole path from mouth to SDK; `windows.WindowDataset` yields
training windows; `spec_augment.mask` is SpecAugment for features.
"""
