"""Stage *synthesis*: sentences with human sentiment labels, spoken, so that the encoder can learn words.

`python -m undertone_model synthesis` appends to `--work/audio/synthetic.int16` and
`--work/synthetic.parquet` (columns of the clip table, `voice` filled). It can be interrupted and rerun, and asking
for more adds to what is there.

- Sentences are GoEmotions': train, dev and test of the corpus are train, validation and test here, without sentences
  in common. Beside them, `dialogue`: MELD's dev, which tests how words are judged in another kind of talk; nothing of
  it is spoken in training or validation.
- Voices for training: hibari's (Apache-2.0), its pitch and formants moved for each sentence over the range of adult
  voices; flite's slt, awb and kal (CMU, BSD-like), eSpeak NG (GPL-3.0 program; its output is free) in small shares.
- Validation is spoken by flite's rms, test and dialogue by Piper's joe (CC0): voices that never train.
"""
