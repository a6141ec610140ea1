"""What has no label gets one from its words, and what has no words gets them from the recogniser.

`python -m undertone_model pseudo-labels` trains a text labeller (MiniLM-L6, Apache-2.0, fine-tuned on GoEmotions, Apache-2.0, and MELD, whose
repository is GPL-3.0: the labeller does not ship), reports it in `--work/reports/labeller.json`, transcribes the
English speech without transcript by the base model and writes `--work/labels.parquet` (clip, transcript, label,
confidence). `data.store.load_table` fills gaps from it, never overwriting a human label. A label is kept where the
labeller is sure enough; the report gives its accuracy there.
"""
