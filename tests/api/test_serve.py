"""`serve`: this machine only, another port when its own is taken, a key for its owner alone."""

from __future__ import annotations

from pathlib import Path
from socket import socket

import pytest

from api.cli import run
from api.commands.serve import _key_file, _listening
from api.http.door import Door
from graph.errors import DataError


def test_another_address_is_refused_until_an_account_exists(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MAILLAGE_DATA", str(tmp_path))
    assert run(["serve", "--host", "0.0.0.0"]) == 2
    assert "« 0.0.0.0 »" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_taken_port_gives_way_to_a_free_one_and_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with _listening(taken) as found:
            host, port = found.getsockname()
            assert (host, port == taken) == ("127.0.0.1", False)
            assert f"le service prend le port {port}" in capsys.readouterr().err


def test_a_port_that_is_none_is_refused() -> None:
    with pytest.raises(DataError), _listening(70_000):
        pass


def test_the_key_is_its_owner_s_alone_and_goes_with_the_service(tmp_path: Path) -> None:
    door = Door(8008)
    with _key_file(tmp_path, door) as path:
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.read_text() == f"{door.key}\n"
    assert not path.exists()
