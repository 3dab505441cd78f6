"""Other ways to a settlement (其他途径): which the parties are told of when mediation does not help.

人民调解法 §26: arbitration, administration, the courts. The ways stand in an editable table by type of
dispute and by ground of refusal. Refuses to know: papers.
"""

from collections.abc import Iterable

from zsapp.rules.paper_tables import Route


def routes_by_type(routes: Iterable[Route], dispute_type: str) -> tuple[str, ...]:
    """Return the ways open in a type of dispute; those of all others when it has none of its own."""
    known = [one for one in routes if one.kind == "type"]
    own = [one.route for one in known if one.match and dispute_type.startswith(one.match)]
    return tuple(own or [one.route for one in known if not one.match])


def routes_by_ground(routes: Iterable[Route], reason: str) -> tuple[str, ...]:
    """Return the ways named for a ground of refusal (不予受理), found by the words of its reason."""
    return tuple(
        one.route
        for one in routes
        if one.kind == "ground" and any(word in reason for word in one.match.split())
    )
