"""What made the models of the Undertone SDK: data, network, training, stages, evaluation and fine-tuning.

Floors, bottom up; none imports from one above it, and `tests/test_house.py` checks that:
constants, settings and paths < `data`, `network` < `training` < `stages` < `evaluation` < `finetune` < the commands.
"""
