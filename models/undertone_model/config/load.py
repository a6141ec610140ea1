"""Read a configuration: a file, the file that it extends, and what the command line sets."""

from collections.abc import Iterable
from pathlib import Path

import yaml
from pydantic import ValidationError

from undertone_model.config.schema import Config
from undertone_model.workspace import CONFIGS

EXTENDS = "extends"


class ConfigError(ValueError):
    """A configuration that cannot be used; the message names each key."""


def load_config(name: str | Path = "open", settings: Iterable[str] = ()) -> Config:
    """`name`: of a file in `configs/`, or its path. `settings`: such as `asr.steps=500`, in their order, over what the file says; null takes
    an entry out of what has names of the user's choice, such as `asr.weights.letters=null`."""
    values = read(_file(name))
    for setting in settings:
        values = merged(values, _nested(setting))
    try:
        return Config.model_validate(values)
    except ValidationError as error:
        raise ConfigError("\n".join([f"{name}:", *(f"  {_explained(entry)}" for entry in error.errors())])) from None


def recorded(file: Path) -> Config:
    """The configuration that a run wrote down. Sections that it did not use are those of its build."""
    values = yaml.safe_load(file.read_text())
    return Config.model_validate(read(_file(values["build"])) | values)


def read(file: Path, above: tuple[Path, ...] = ()) -> dict:
    """The values of a file over those of the file that it extends; `above`: files that extend this one."""
    if not file.is_file():
        known = ", ".join(sorted(other.stem for other in CONFIGS.glob("*.yaml")))
        raise ConfigError(f"there is no configuration {file}; by name there are {known}")
    if file.resolve() in above:
        raise ConfigError(f"{file} extends itself: its `{EXTENDS}` leads back to it")
    try:
        values = yaml.safe_load(file.read_text()) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file} is not YAML: {' '.join(str(error).split())}") from None
    if not isinstance(values, dict):
        raise ConfigError(f"{file} is no configuration: it holds a {type(values).__name__}, not sections by name")
    below = values.pop(EXTENDS, None)
    return merged(read(file.parent / f"{below}.yaml", (*above, file.resolve())), values) if below else values


def merged(below: dict, above: dict) -> dict:
    """Sections key by key; anything else of `above` takes the place of what is below."""
    result = dict(below)
    for key, value in above.items():
        both = isinstance(value, dict) and isinstance(result.get(key), dict)
        result[key] = merged(result[key], value) if both else value
    return result


def flat(values: dict, prefix: str = "") -> dict[str, object]:
    """Dotted keys to values."""
    result = {}
    for key, value in values.items():
        result |= flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}": value}
    return result


def _file(name: str | Path) -> Path:
    path = Path(name)
    return path if path.suffix in (".yaml", ".yml") else CONFIGS / f"{name}.yaml"


def _nested(setting: str) -> dict:
    key, equals, value = setting.partition("=")
    if not equals:
        raise ConfigError(f"{setting!r}: a setting is KEY=VALUE, such as asr.steps=500")
    try:
        nested = yaml.safe_load(value)
    except yaml.YAMLError:
        raise ConfigError(f"{setting!r}: {value!r} is not YAML") from None
    for part in reversed(key.split(".")):
        nested = {part: nested}
    return nested


def _explained(error: dict) -> str:
    # pydantic marks an entry whose name is wrong by a part of its own.
    key = ".".join(str(part) for part in error["loc"] if part != "[key]")
    if error["type"] == "extra_forbidden":
        return f"{key}: unknown key; known here are {', '.join(_known(error['loc'][:-1]))}"
    if error["type"] == "missing":
        return f"{key}: missing"
    return f"{key}: {error['msg'].removeprefix('Value error, ')} (it is {error['input']!r})"


def _known(path: tuple) -> list[str]:
    """The keys of the section at `path`."""
    section = Config
    for part in path:
        section = section.model_fields[part].annotation
    return sorted(section.model_fields)
