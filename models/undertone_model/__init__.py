"""What made the models of the Undertone SDK: data, network, training, stages and evaluation.

Floors, bottom up; none imports from one above it, and `tests/test_house.py` checks that:
constants, settings and paths < `data`, `network` < `training` < `stages` < `evaluation` < the commands.
"""
