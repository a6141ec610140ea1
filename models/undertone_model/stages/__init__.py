"""The stages, in the order of `undertone_model.pipeline`; each has a command, and what learns has a `Task`.

- `base_weights`, `prepare_data`, `synthesis`, `pseudo_labels`: what there is to learn from
- `pretrain`: stage 0, front end and encoder predict masked audio
- `asr`: stage 1, encoder and decoder write; `interpolate`, part of the way back and rounded; `ctc_head`, word pieces by frame; what comes
  after takes the encoder from there
- `lexical_head`: sentiment from word pieces
- `features`, `speech_head`: speech presence from the frozen layers
- `voice`, `fusion`: the tone of a voice, and how much it and the words may say
- `export`: the model that ships, and the way back from it
"""
