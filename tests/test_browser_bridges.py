"""The list of bridges and the sheet of each, in a browser without and with a printer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.conftest import Served, served
from tests.browser import chromium
