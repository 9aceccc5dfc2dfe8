"""Talent of all kinds: the professionals of the region."""

from mangrove.indicator import Closed, Indicator


def measure(closed: Closed) -> float:
    """Professionals on the last day of the year, with work or without."""
    return len(closed.region.people) * closed.region.weight


INDICATOR = Indicator(
    title="Talent of all kinds, stock",
    title_local="人才资源总量",
    unit="person",
    definition=(
        "Officials, managers, professional and technical staff, skilled workers and others whom the city counts as "
        "talent, at the end of the year."
    ),
    differs="Counts people of working age with a diploma, a degree or a skilled trade, whatever their post or papers.",
    source="City talent plans; human resources bureau",
    measure=measure,
)
