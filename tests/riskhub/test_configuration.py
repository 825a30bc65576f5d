"""Where the hub is and who asks; and that the secret is shown to nobody."""

import base64
import logging
import traceback

import pytest

from riskhub import Client, ConfigurationRefused, HubUnreachable, Problem
from riskhub.command import main
from riskhub.configuration import Secret, Wishes, check_url, load_configuration
from tests.riskhub.conftest import SECRET
from tests.riskhub.fake import Reply

HUB = "https://hub.example"
ENVIRONMENT = {"RISKHUB_URL": HUB, "RISKHUB_CLIENT_ID": "me", "RISKHUB_CLIENT_SECRET": SECRET}


def write(path, text, mode=0o600):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return str(path)


def test_options_come_before_the_environment_and_that_before_the_file(tmp_path):
    file = write(
        tmp_path / "c.toml", 'url = "https://c.example"\nclient_id = "c"\nclient_secret = "cc"'
    )

    from_file = load_configuration(Wishes(file=file), {})
    from_environment = load_configuration(Wishes(file=file), ENVIRONMENT)
    from_options = load_configuration(Wishes(file=file, url="https://o.example"), ENVIRONMENT)

    assert (from_file.url, from_file.client_id, from_file.secret.value) == (
        "https://c.example",
        "c",
        "cc",
    )
    assert (from_environment.url, from_environment.secret.value) == (HUB, SECRET)
    assert (from_options.url, from_options.client_id) == ("https://o.example", "me")


@pytest.mark.parametrize("source", ["option", "environment", "file"])
def test_the_secret_may_lie_in_a_file_of_its_own(tmp_path, source):
    secret = write(tmp_path / "secret", f"{SECRET}\n")
    environ = {name: value for name, value in ENVIRONMENT.items() if not name.endswith("SECRET")}
    wishes = Wishes()
    if source == "option":
        wishes = Wishes(secret_file=secret)
    elif source == "environment":
        environ["RISKHUB_CLIENT_SECRET_FILE"] = secret
    else:
        wishes = Wishes(file=write(tmp_path / "c.toml", f'client_secret_file = "{secret}"'))

    found = load_configuration(wishes, environ)

    assert found.secret.value == SECRET


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_file_with_a_secret_that_others_can_read_is_refused(tmp_path, mode):
    file = write(tmp_path / "c.toml", f'client_secret = "{SECRET}"', mode)

    with pytest.raises(ConfigurationRefused, match="chmod 600") as refusal:
        load_configuration(Wishes(file=file, url=HUB, client_id="me"), {})

    assert SECRET not in str(refusal.value)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_secret_in_a_file_of_its_own_is_for_its_owner_only_as_well(tmp_path, mode):
    secret = write(tmp_path / "secret", SECRET, mode)

    with pytest.raises(ConfigurationRefused, match="chmod 600") as refusal:
        load_configuration(Wishes(url=HUB, client_id="me", secret_file=secret), {})

    assert SECRET not in str(refusal.value)


@pytest.mark.parametrize(
    "text",
    [f'client_secret = "{SECRET}', f'secret = "{SECRET}"', "client_secret = 5", "\udcff"],
)
def test_a_file_that_cannot_be_used_is_refused_without_quoting_it(tmp_path, text):
    path = tmp_path / "c.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    path.chmod(0o600)

    with pytest.raises(ConfigurationRefused) as refusal:
        load_configuration(Wishes(file=str(path), url=HUB, client_id="me"), {})

    assert SECRET not in "".join(traceback.format_exception(refusal.value))


@pytest.mark.parametrize("missing", ENVIRONMENT)
def test_what_is_missing_is_named(tmp_path, monkeypatch, missing):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    environ = {name: value for name, value in ENVIRONMENT.items() if name != missing}

    with pytest.raises(ConfigurationRefused, match=missing):
        load_configuration(Wishes(), environ | {"XDG_CONFIG_HOME": str(tmp_path)})


@pytest.mark.parametrize(
    "url",
    [
        "http://hub.example",
        "http://10.0.0.1:8000",
        "http://127.0.0.1.hub.example",
        "http://localhost@hub.example",
        "ftp://hub.example",
        "hub.example",
        "https://",
        "https://hub.example/api",
        "https://hub.example?x=1",
        "https://hub.example:x",
        "https://[::1",
    ],
)
def test_an_address_that_would_show_the_secret_or_is_none_is_refused(url):
    with pytest.raises(ConfigurationRefused):
        check_url(url)
    with pytest.raises(ConfigurationRefused):
        Client(url, "me", SECRET)


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://Hub.Example/", "https://hub.example"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("http://localhost", "http://localhost"),
    ],
)
def test_https_and_this_machine_are_fine(url, found):
    assert check_url(url) == found
    assert check_url("http://hub.example", insecure=True) == "http://hub.example"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--client-secret", SECRET, "list"],
        ["list", "--client-secret", SECRET],
        ["list", f"--client-secret={SECRET}"],
        ["list", f"--direction={SECRET}", SECRET],
        ["feedback", "x", "--disposition", SECRET],
        ["feedback", "x", "--disposition", "confirmed", "--customers-protected", SECRET],
    ],
)
def test_the_command_line_takes_no_secret_and_repeats_none(arguments, capsys):
    with pytest.raises(SystemExit) as end:
        main(arguments)

    shown = capsys.readouterr()
    assert end.value.code == 2
    assert SECRET not in shown.out + shown.err


def test_no_log_no_text_and_no_traceback_shows_the_secret(fake, caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore.connection", "httpcore.http11"):
        # Whoever configures logging may have silenced them.
        monkeypatch.setattr(logging.getLogger(name), "disabled", False)
    fake.on("GET /api/v1/alerts/x", Reply(403, {"title": "No", "status": 403}))
    told = []
    with Client(fake.url, "member-1", SECRET, sleep=lambda seconds: None) as client:
        with pytest.raises(Problem) as refusal:
            client.alert("x")
        told += [repr(client), repr(vars(client)), *traceback.format_exception(refusal.value)]
    with Client("http://127.0.0.1:9", "member-1", SECRET, sleep=lambda seconds: None) as client:
        with pytest.raises(HubUnreachable) as failure:
            client.alert("x")
        told += traceback.format_exception(failure.value)

    shown = "\n".join([*told, caplog.text, repr(Secret(SECRET)), str(Secret(SECRET))])
    pair = base64.b64encode(f"member-1:{SECRET}".encode()).decode()
    assert fake.asked[0].headers["authorization"] == f"Basic {pair}"
    assert caplog.text
    assert SECRET not in shown
    assert pair not in shown
