"""Measurements that are not part of the pipeline: `python -m experiments.NAME` in this folder's parent."""
