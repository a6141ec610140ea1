"""Stage *evaluation*: one command, one report.

`python -m undertone_model evaluate --model undertone-en-open.onnx --model undertone-en-research.onnx` writes `report.md`,
`report.json` and `plots/` here. `--quick` looks at a sample of validation and test in a few minutes and prints, for
choosing between models (on validation).

Choices (a baseline's summary, a threshold) are made on validation; test is only read. Intervals are 95 % bootstrap
over clips, so for corpora of few speakers they say how sure the figure is for these speakers, not for others. What
baselines answer is kept in `--work/baselines`: they run once.
"""
