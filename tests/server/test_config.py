"""Settings: what each variable takes, and that the documentation knows every one."""

import re
from pathlib import Path

import pytest

from domain.errors import ConfigurationError
from server.config import VARIABLES, Settings, find_unknown_variables, load_settings

DOCUMENT = Path(__file__).parents[2] / "docs" / "configuration.md"


def refuse(environ: dict[str, str]) -> ConfigurationError:
    with pytest.raises(ConfigurationError) as caught:
        load_settings(environ)
    return caught.value


def test_nothing_set_gives_the_defaults() -> None:
    settings = load_settings({})
    assert settings.port == 8443
    assert settings.http_port == 8080
    assert settings.data_dir == Path("instance").absolute()
    assert settings.database_address == f"sqlite:///{settings.data_dir}/accueil.db"
    assert settings.bind_address == "0.0.0.0"
    assert settings.tls_name_constraints
    assert not settings.is_http


def test_the_environment_is_read() -> None:
    settings = load_settings(
        {
            "ACCUEIL_DATA_DIR": "/srv/accueil",
            "ACCUEIL_PORT": "0",
            "ACCUEIL_HTTP_PORT": "off",
            "ACCUEIL_NAMES": "Checkin.Fair.local, 10.0.0.5 10.0.0.5",
            "ACCUEIL_TLS_NAME_CONSTRAINTS": "no",
            "ACCUEIL_STALL_SECONDS": "2.5",
            "ACCUEIL_MAX_UPLOAD_MB": "8",
        }
    )
    assert settings.port == 0
    assert settings.http_port is None
    assert settings.names == ("checkin.fair.local", "10.0.0.5")
    assert not settings.tls_name_constraints
    assert settings.stall_seconds == 2.5
    assert settings.max_body_bytes == 8 * 1024 * 1024
    assert settings.tls_dir == Path("/srv/accueil/tls")


def test_an_override_wins_and_none_means_not_given() -> None:
    settings = load_settings(
        {"ACCUEIL_PORT": "9000"}, {"port": 9001, "is_http": True, "host": None}
    )
    assert settings.port == 9001
    assert settings.bind_address == "127.0.0.1"


def test_an_empty_variable_counts_as_not_set() -> None:
    assert load_settings({"ACCUEIL_PORT": "  "}).port == 8443


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ACCUEIL_PORT", "https"),
        ("ACCUEIL_PORT", "70000"),
        ("ACCUEIL_PORT", "-1"),
        ("ACCUEIL_PORT", "٨٤٤٣"),
        ("ACCUEIL_HTTP_PORT", "none"),
        ("ACCUEIL_HTTP", "maybe"),
        ("ACCUEIL_HOST", "all"),
        ("ACCUEIL_NAMES", "checkin local_host!"),
        ("ACCUEIL_NAMES", "999.1.1.1"),
        ("ACCUEIL_NAMES", "-a.local"),
        ("ACCUEIL_LANGUAGE", "de"),
        ("ACCUEIL_LOG_LEVEL", "loud"),
        ("ACCUEIL_MAX_UPLOAD_MB", "0"),
        ("ACCUEIL_STALL_SECONDS", "nan"),
        ("ACCUEIL_STALL_SECONDS", "0"),
        ("ACCUEIL_DATABASE_URL", "mysql://root@db"),
    ],
)
def test_a_wrong_value_is_refused_by_name(variable: str, value: str) -> None:
    error = refuse({variable: value})
    assert error.code == "setting_invalid"
    assert error.params["variable"] == variable
    assert variable in error.message


def test_a_password_in_the_database_url_is_never_repeated() -> None:
    error = refuse({"ACCUEIL_DATABASE_URL": "mysql://root:hush@db"})
    assert "hush" not in f"{error.message} {error.params}"
    settings = load_settings({"ACCUEIL_DATABASE_URL": "postgresql://a:hush@db/accueil"})
    assert "hush" not in repr(settings)


@pytest.mark.parametrize(
    ("given", "missing"),
    [("ACCUEIL_TLS_CERT", "ACCUEIL_TLS_KEY"), ("ACCUEIL_TLS_KEY", "ACCUEIL_TLS_CERT")],
)
def test_certificate_and_key_come_together(given: str, missing: str) -> None:
    error = refuse({given: "/etc/accueil/file.pem"})
    assert (error.code, error.params["variable"]) == ("setting_incomplete", missing)


def test_plain_http_stays_on_this_machine() -> None:
    error = refuse({"ACCUEIL_HTTP": "yes", "ACCUEIL_HOST": "0.0.0.0"})
    assert (error.code, error.params["variable"]) == ("setting_conflict", "ACCUEIL_HOST")
    assert load_settings({"ACCUEIL_HTTP": "yes", "ACCUEIL_HOST": "::1"}).bind_address == "::1"


def test_the_two_ports_differ() -> None:
    error = refuse({"ACCUEIL_PORT": "8080"})
    assert error.params["variable"] == "ACCUEIL_HTTP_PORT"


def test_a_slip_of_the_pen_is_found() -> None:
    environ = {"ACCUEIL_PROT": "1", "ACCUEIL_PORT": "1", "PATH": "/bin", "ACCUEIL_DEMO": "1"}
    assert find_unknown_variables(environ, ["ACCUEIL_DEMO"]) == ["ACCUEIL_PROT"]


def test_documentation_and_code_agree() -> None:
    rows = re.findall(
        r"^\| `(ACCUEIL_(?!KIOSK_)\w+)` \| (\S+) \|", DOCUMENT.read_text("utf-8"), re.MULTILINE
    )
    documented = {name: default.strip("`").replace("(empty)", "") for name, default in rows}
    assert documented == {variable.name: variable.default for variable in VARIABLES}


def test_every_setting_has_a_variable() -> None:
    assert {v.field for v in VARIABLES} == set(Settings.__dataclass_fields__)
