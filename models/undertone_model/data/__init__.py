"""Stage *data*: every corpus becomes rows of one table and samples of one store.

`python -m undertone_model prepare-data` decodes `--data/audio/*.tar` once, to `--work/audio/<corpus>.int16` (little-endian int16, 16 kHz
mono, clips end to end), and writes `--work/clips.parquet` with one row per clip (`data.table` says what each column
means).

Rules of the table:

- **Labels.** Emotions map to three classes in `data.emotions`; surprise has no polarity and stays unlabelled.
- **Splits** (`data.splits`) are by speaker, so no speaker is on two sides. Common Voice names no speakers and is
  split by sentence; noises are split by recording. Corpora whose licence allows testing only are wholly test.
- **Builds.** `use` says what a clip may do: `open` trains both builds, `research` the research build only, `test`
  neither.
- Clips that would leak are left out: the emospeech_in clips of the web service that name no speaker may be by one
  who is in the test.
"""
