"""What a load changed in the answers that readers keep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from api.commands.console import out
from graph.wording import sentence

if TYPE_CHECKING:
    from api.keeping import Comparison
    from api.workspace import Workspace
    from graph.kept import KeptAnswer

Changed = Sequence["Comparison | KeptAnswer"]


def changed_answers(workspace: Workspace) -> Changed:
    """Returns how each kept answer differs from the present one, where it does."""
    if not workspace.kept.latest(workspace.settings.viewer()):
        return []
    from api.keeping import changed
    from queries.catalogue import catalogue

    return list(changed(workspace, catalogue(workspace.settings.questions)))


def described(found: Changed) -> list[dict[str, Any]]:
    """Returns the changed answers for the report of a load; None where one cannot be asked."""
    from api.keeping import Comparison

    told = []
    for each in found:
        if isinstance(each, Comparison):
            parts = each.difference
            told.append(
                {
                    "name": each.kept.name,
                    "came": len(parts.came),
                    "went": len(parts.went),
                    "changed": len(parts.changed),
                }
            )
        else:
            told.append({"name": each.name, "came": None, "went": None, "changed": None})
    return told


def tell_changed(found: Changed) -> None:
    """Prints the names of the kept answers that changed, and how."""
    if not found:
        return
    from api.commands.answers import changed_lines

    out(sentence("compare.answers_changed", count=len(found)))
    for line in changed_lines(found):
        out(f"  {line}")
