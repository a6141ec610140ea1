"""Stage *evaluation*: one command, one report.

`python -m undertone_model evaluate --model undertone-en-open.onnx --model undertone-en-research.onnx` writes `models/report/`.
`--quick` prints a look at samples of validation and test in a few minutes, for choosing between models (on validation).

Our models are run as the SDK runs them: see `sdk/`. Choices (a baseline's summary, a threshold) are made on validation; test is only read.
Intervals are 95 % bootstrap over clips, so for corpora of few speakers they say how sure the figure is for these speakers, not for others.
What baselines answer is kept in `--work/baselines`: they run once.
"""
