"""Projected coordinates of the French territory, as degrees."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyproj import Transformer

METROPOLE = 2154  # EPSG: RGF93, Lambert 93
OVERSEAS = {
    "971": 5490,
    "972": 5490,
    "973": 2972,
    "974": 2975,
    "976": 4471,
    "977": 5490,
    "978": 5490,
}


def degrees(commune: str, east: float | None, north: float | None) -> tuple[float, float] | None:
    """Returns latitude and longitude (WGS 84) of metres in the projection legal at a commune.

    None where a coordinate is missing, or the point lies outside the projection.
    """
    if east is None or north is None:
        return None
    transformer = _transformer(OVERSEAS.get(commune[:3], METROPOLE))
    longitude, latitude = transformer.transform(east, north)
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    return latitude, longitude


@cache
def _transformer(projection: int) -> Transformer:
    from pyproj import Transformer

    return Transformer.from_crs(f"EPSG:{projection}", "EPSG:4326", always_xy=True)
