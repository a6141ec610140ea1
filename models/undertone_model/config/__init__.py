"""Every number that a run may change, typed and checked. The values stand in `configs/*.yaml` and nowhere else: no field here has a default."""

from undertone_model.config.load import ConfigError, load_config, recorded
from undertone_model.config.schema import Config

__all__ = ["Config", "ConfigError", "load_config", "recorded"]
