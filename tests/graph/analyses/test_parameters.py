"""Every parameter of every analysis is explained in both languages."""

from __future__ import annotations

from graph.analyses.registry import analyses
from graph.wording import sentence, spoken


def test_every_parameter_is_explained_in_both_languages() -> None:
    for analysis in analyses().values():
        for name in analysis.parameters.model_fields:
            with spoken("fr"):
                french = sentence(f"parameter.{analysis.name}.{name}")
            with spoken("en"):
                english = sentence(f"parameter.{analysis.name}.{name}")
            assert french != english, f"{analysis.name}.{name}"
