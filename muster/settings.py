"""
Settings: read once, from the environment (`MUSTER_*`) over a TOML file over the defaults.

The file is `MUSTER_CONFIG`, or `muster.toml` in the working directory if it is there; its keys are
the lower-case names without `MUSTER_`. Nothing else in the product reads the environment.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from muster import clock

PREFIX = "MUSTER_"
CONFIG_VARIABLE = "MUSTER_CONFIG"
DEFAULT_FILE = Path("muster.toml")
_POSTGRES = ("postgres", "postgresql", "asyncpg", "psycopg")
_POSTGRES_URL = "postgres"
_DRIVER_OPTIONS = {"host", "port", "sslmode"}  # those of the address that the jobs' driver knows too


class ConfigurationError(Exception):
    """A setting is missing, unknown or out of bounds; `variable` and `reason` say which and why."""

    code = "CONFIGURATION"

    def __init__(self, variable: str, reason: str) -> None:
        """Remember which variable is wrong, and why."""
        super().__init__(f"The setting {variable} cannot be used: {reason}.")
        self.variable = variable
        self.reason = reason


class Settings(BaseModel):
    """Everything an operator decides; frozen, validated, and safe to print with `shown()`."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    data_dir: Annotated[
        Path,
        Field(
            description="Folder of the SQLite files and, if no other place is named, of evidence and"
            " spreadsheets."
        ),
    ] = Path("var")
    database_url: Annotated[
        str,
        Field(description="`sqlite:///path/to/file.db` or `postgres://user:password@host:5432/name`."),
    ] = ""
    evidence: Annotated[
        str,
        Field(
            description="Where evidence files lie: a folder, or `s3://bucket/prefix?endpoint=…&region=…`"
            " (with the extra `muster[s3]`)."
        ),
    ] = ""
    evidence_key: Annotated[str, Field(description="Access key of the bucket of evidence.")] = ""
    evidence_secret: Annotated[str, Field(description="Secret of that key; masked when printed.")] = ""
    evidence_bytes: Annotated[
        int, Field(ge=1, le=1_000_000_000, description="Largest evidence file that is taken, in bytes.")
    ] = 20_000_000
    spreadsheets: Annotated[
        str,
        Field(description="Folder of uploaded workbooks, their differences, and exports; never public."),
    ] = ""
    import_bytes: Annotated[
        int, Field(ge=1, le=67_108_864, description="Largest workbook that is taken, in bytes.")
    ] = 50_000_000
    leftover_days: Annotated[
        int,
        Field(ge=1, le=3_650, description="Days after which exports and cancelled imports are deleted."),
    ] = 30
    host: Annotated[str, Field(description="Address to listen on.")] = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535, description="Port to listen on.")] = 8000
    allowed_hosts: Annotated[
        tuple[str, ...],
        Field(description="Host names requests may ask for, separated by commas; `*` takes any."),
    ] = ("127.0.0.1", "localhost", "[::1]")
    development: Annotated[
        bool, Field(description="Turns on GraphiQL and introspection help; never in production.")
    ] = False
    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR"],
        Field(description="Least serious message that is logged."),
    ] = "INFO"
    year: Annotated[
        int,
        Field(
            ge=2004,
            le=2100,
            description="Training year that `muster run` plans and issues; from October on the next one.",
        ),
    ] = Field(default_factory=clock.training_year)
    region: Annotated[
        str,
        Field(pattern=r"^\d{6}$", description="Region whose year `muster run` plans, as its six-digit code."),
    ] = "510300"
    scale: Annotated[
        Literal["city", "province"], Field(description="How much the seed loads into an empty database.")
    ] = "city"
    seed: Annotated[
        int, Field(ge=0, le=2**31 - 1, description="Seed of the synthetic data and of the planner.")
    ] = 1
    solver_seconds: Annotated[
        int, Field(ge=1, le=86_400, description="Time budget of one plan run, in seconds.")
    ] = 60
    solver_workers: Annotated[
        int,
        Field(ge=1, le=64, description="Threads of the solver."),
    ] = 1
    token_hours: Annotated[
        int, Field(ge=1, le=8_760, description="Hours after which a printed access token expires.")
    ] = 24

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        """Take a comma-separated text for a list."""
        return (
            tuple(part.strip() for part in value.split(",") if part.strip())
            if isinstance(value, str)
            else value
        )

    @model_validator(mode="before")
    @classmethod
    def _default_database(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Put SQLite file, evidence and spreadsheets into the data folder unless other places are named."""
        folder = Path(values.get("data_dir", cls.model_fields["data_dir"].default)).absolute()
        if not values.get("evidence"):
            values = {**values, "evidence": str(folder / "evidence")}
        if not values.get("spreadsheets"):
            values = {**values, "spreadsheets": str(folder)}
        if values.get("database_url"):
            return values
        return {**values, "database_url": f"sqlite://{folder}/muster.db"}

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        """Bring the accepted spellings of an address into the one used inside."""
        return _normal_url(url)

    @model_validator(mode="after")
    def _file_not_memory(self) -> Self:
        """Refuse a database that would vanish with the process."""
        if ":memory:" in self.database_url:
            raise ValueError("the solver's jobs need a database file, not one in memory")
        return self

    @property
    def is_sqlite(self) -> bool:
        """Whether the data lie in a SQLite file."""
        return self.database_url.startswith("sqlite:")

    @property
    def database_file(self) -> Path | None:
        """Return the SQLite file, or None on PostgreSQL."""
        return Path(self.database_url.removeprefix("sqlite://")) if self.is_sqlite else None

    @property
    def jobs_url(self) -> str:
        """Return the address of the durable jobs' own tables: a file beside the data, or a schema."""
        if (file := self.database_file) is not None:
            return f"sqlite:///{file.with_name(file.stem + '-jobs.db')}"
        parts = urlsplit(self.database_url)
        kept = [(name, value) for name, value in parse_qsl(parts.query) if name in _DRIVER_OPTIONS]
        return urlunsplit(parts._replace(scheme="postgresql+psycopg", query=urlencode(kept)))

    def shown(self) -> dict[str, Any]:
        """Return every setting as it may be printed: the database's password is masked."""
        values = self.model_dump(mode="json")
        password = urlsplit(self.database_url).password
        if password:
            values["database_url"] = self.database_url.replace(f":{password}@", ":•••@")
        if self.evidence_secret:
            values |= {"evidence_secret": "•••"}
        return values


def _normal_url(url: str) -> str:
    """Return `sqlite:///absolute/file` or `postgres://…`; ValueError for anything else."""
    scheme, separator, rest = url.partition("://")
    scheme = scheme.partition("+")[0]
    if not separator or not rest:
        raise ValueError("it is no address like sqlite:///file.db or postgres://user@host/name")
    if scheme == "sqlite":
        path, _, query = rest.partition("?")
        return f"sqlite://{Path(path).absolute()}" if ":memory:" not in path else f"sqlite://{rest}{query}"
    if scheme in _POSTGRES:
        return f"{_POSTGRES_URL}://{rest}"
    raise ValueError(f"the database {scheme} is not supported; use sqlite or postgres")


def load_settings(environment: Mapping[str, str], *, directory: Path) -> Settings:
    """
    Return the settings that `environment` and the TOML file give.

    Raises
    ------
    ConfigurationError
        A value is out of bounds, a name is unknown, or the named file cannot be read.

    """
    values: dict[str, Any] = _file_values(environment, directory)
    for variable, text in environment.items():
        name = variable.removeprefix(PREFIX).lower()
        if not variable.startswith(PREFIX) or variable == CONFIG_VARIABLE:
            continue
        if name not in Settings.model_fields:
            raise ConfigurationError(variable, "there is no setting of that name")
        values[name] = text
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "database_url"
        reason = first["msg"].removeprefix("Value error, ")
        raise ConfigurationError(PREFIX + name.upper(), reason[0].lower() + reason[1:]) from None


def _file_values(environment: Mapping[str, str], directory: Path) -> dict[str, Any]:
    """Return the values of the TOML file, or none without a file."""
    named = environment.get(CONFIG_VARIABLE)
    path = Path(named) if named else directory / DEFAULT_FILE
    if not named and not path.is_file():
        return {}
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(CONFIG_VARIABLE, f"{path} cannot be read ({error})") from None
    unknown = sorted(set(values) - set(Settings.model_fields))
    if unknown:
        raise ConfigurationError(unknown[0], f"{path} names a setting that does not exist")
    return values


def from_environment() -> Settings:
    """Return the settings of this process: the one read of its environment."""
    return load_settings(dict(os.environ), directory=Path.cwd())
