"""A file that is no mapping is refused in one message and little time, whatever it holds."""

from __future__ import annotations

import subprocess
import sys

import pytest

from graph.errors import DataError
from ingest.mapping import read

LAUGHS = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12))
HOSTILE = {
    "a billion references": (f"a0: &a0 [x]\n{LAUGHS}", "mapping.reference"),
    "a part of itself": ("header: &a [*a]\nrecords: []", "mapping.reference"),
    "deep lists": ("[" * 200_000, "mapping.too_deep"),
    "deep parts": ("{" * 200_000, "mapping.too_deep"),
    "deep keys": ("? " * 50_000, "mapping.too_deep"),
    "many parts": (f"header: [{'x,' * 450_000}]\nrecords: []", "mapping.too_large"),
    "many wrong parts": (f"header: [{'{},' * 40_000}]\nrecords: []", "mapping.broken"),
    "many mappings": ("---\n" * 200_000, "mapping.too_large"),
    "many characters": ("x" * 1_100_000, "mapping.too_large"),
    "a class": ('!!python/object/apply:os.system ["id"]', "mapping.broken"),
    "a call in a part": ("header: !!python/name:os.system\nrecords: []", "mapping.broken"),
    "a number without end": ("header: " + "9" * 900_000, "mapping.broken"),
    "a number by sixties": ("header: [1" + ":1" * 300_000 + "]", "mapping.broken"),
    "no day": ("header: 0000-00-00\nrecords: []", "mapping.broken"),
    "nothing": ("", "mapping.broken"),
    "a text": ("besoins", "mapping.broken"),
    "wrong parts": ("header: 3\nrecords: {a: b}\nversion: x", "mapping.broken"),
    "more than it has": ("header: [a]\nrecords: []\ncommand: rm", "mapping.broken"),
    "a list as a key": ("[a]: b", "mapping.not_yaml"),
    "a sign that no text has": ("a\0b", "mapping.not_yaml"),
}
READ = """
import resource, sys
from pathlib import Path
from graph.errors import DataError
from ingest.mapping import read
try:
    read(sys.stdin.read(), "lecture.yaml")
except DataError as error:
    print(error.code, len(str(error)))
used = resource.getrusage(resource.RUSAGE_SELF)
# What started it counts in ru_maxrss; the kernel's own line is of this program alone.
peak = int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) >> 10
print(used.ru_utime + used.ru_stime, peak)
"""


@pytest.mark.parametrize(("text", "code"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_mapping_is_refused_in_a_short_message(text: str, code: str) -> None:
    with pytest.raises(DataError) as caught:
        read(text, "lecture.yaml")
    assert caught.value.code == code
    assert "lecture.yaml" in str(caught.value)
    assert len(str(caught.value)) < 4000


@pytest.mark.parametrize("name", ["a billion references", "many parts", "a number by sixties"])
def test_a_hostile_mapping_takes_little_time_and_memory(name: str) -> None:
    text, code = HOSTILE[name]
    command = [sys.executable, "-c", READ]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    found, figures = done.stdout.splitlines()
    seconds, megabytes = map(float, figures.split())
    assert found.split()[0] == code
    assert seconds < 5
    assert megabytes < 500


def test_figures_and_words_of_a_mapping_are_texts() -> None:
    told = read("header: [2026, no, 01, 2026-01-01, 1_0]\nrecords: []", "lecture.yaml")
    assert told.header == ["2026", "no", "01", "2026-01-01", "1_0"]
