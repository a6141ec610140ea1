"""What the model is compared with: text alone, acoustics alone, and other voice activity detectors. Everything slow
is kept in `--work/baselines`."""
