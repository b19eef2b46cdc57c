"""Computed masses against those that makers publish; `pytest -rP` prints how far they differ.

Only figures that were read: DIN 912 in a chart of Fuller Fasteners, DIN 125 of Ajax Bolt, ball
bearings of SKF in cq_warehouse, single-core cable in a data sheet, outlines in material
declarations (`resources/recognition/sources.csv` says where each was read).
"""

import statistics

import pytest

from pcf.background.mass import MassEstimator
from pcf.model.bom import Part
from pcf.units import parse_quantity

# Thread: {length [mm]: mass [g]}.
DIN_912 = {
    "M3": {5: 0.7, 8: 0.8, 10: 0.9, 12: 1.0, 16: 1.2, 20: 1.4, 25: 1.6, 30: 1.9},
    "M4": {6: 1.5, 8: 1.7, 10: 1.8, 12: 2.0, 16: 2.3, 20: 2.7, 25: 3.2, 30: 3.7, 40: 4.7},
    "M5": {12: 3.0, 16: 3.5, 20: 4.0, 25: 4.8, 30: 5.6, 40: 7.1, 50: 8.6},
    "M6": {10: 4.7, 16: 5.8, 20: 6.5, 25: 7.6, 30: 8.3, 40: 11.0, 50: 13.2, 60: 15.4},
    "M8": {12: 10.9, 16: 12.1, 20: 13.4, 25: 15.0, 30: 16.9, 40: 20.9, 60: 28.9, 80: 37.0},
    "M10": {16: 20.9, 20: 22.9, 30: 27.9, 40: 32.9, 50: 39.3, 60: 45.7, 80: 58.5},
    "M12": {20: 32.1, 30: 39.3, 40: 46.5, 50: 54.5, 60: 63.4, 80: 80.2},
    "M16": {25: 71.3, 30: 77.8, 40: 91.0, 50: 106.0, 60: 122.0, 80: 154.0},
    "M20": {40: 150.0, 50: 172.0, 60: 194.0, 80: 241.0},
    "M24": {40: 270.0, 50: 300.0, 60: 330.0, 80: 399.0},
}
DIN_125 = {
    "M5": 0.443, "M6": 1.02, "M8": 1.83, "M10": 3.57, "M12": 6.27, "M14": 8.62, "M16": 11.3,
    "M18": 14.7, "M20": 17.2, "M22": 18.3, "M24": 32.3, "M27": 42.3, "M30": 53.6,
}  # fmt: skip
SKF = {
    "623": 1.5, "604": 2.1, "624": 3.1, "634": 5.4, "625": 5.0, "635": 8.5, "626": 8.1,
    "607": 7.6, "627": 12.0, "608": 12.0, "628": 18.0, "609": 14.0, "629": 20.0, "6800": 5.3,
    "6900": 10.0, "6000": 19.0, "6200": 31.0, "6300": 53.0,
}  # fmt: skip
CABLE_KG_PER_KM = {
    "0.75": 11, "1": 14, "1.5": 20, "2.5": 31, "4": 46, "6": 65, "10": 108, "16": 167, "25": 258,
    "35": 341, "50": 496, "70": 680, "95": 919,
}  # fmt: skip
OUTLINES_MG = {
    "SOIC-8": 73.92, "SO8": 79.96, "DIP-8": 499.3, "MSOP-16": 36.46, "SSOP-24": 162.4,
    "DFN-10 3x3mm": 22.3, "QFN-16 4x4mm": 37.9, "QFN-28 4x5mm": 50.6, "QFN-24 4x4mm": 42.0,
    "QFN-32 5x5mm": 72.0, "QFN-48 7x7mm": 150.0, "TQFP-100 14x14mm": 650.0,
    "TQFP-176 24x24mm": 1900.0, "BGA-256 17x17mm": 705.0, "BGA-256 14x14mm": 532.0,
    "BGA-388 23x23mm": 2140.0, "SOT-23-6": 13.2, "TO-220": 2000.0, "TO-252": 300.0,
}  # fmt: skip


@pytest.fixture(scope="module")
def estimator() -> MassEstimator:
    return MassEstimator()


def deviations(estimator, published, quantity="1 piece", **fixed):
    """Give by how much each estimate exceeds what is published, and print it."""
    found = {}
    for name, published_g in published.items():
        where = {key: value.format(name=name) for key, value in fixed.items()}
        part = Part(quantity=parse_quantity(quantity), **where)
        estimate = estimator.estimate(part)
        assert estimate is not None, name
        assert estimate.low_kg * 1e3 <= published_g <= estimate.high_kg * 1e3, (name, estimate)
        found[name] = estimate.mass_kg * 1e3 / published_g - 1
    print({name: f"{each:+.1%}" for name, each in found.items()})
    print(f"mean {statistics.mean(found.values()):+.1%}")
    return list(found.values())


@pytest.mark.parametrize("thread", DIN_912)
def test_socket_head_cap_screws(estimator, thread):
    found = deviations(estimator, DIN_912[thread], name=f"DIN 912 {thread}x{{name}}")
    assert abs(statistics.mean(found)) < 0.12


def test_plain_washers(estimator):
    found = deviations(estimator, DIN_125, name="DIN 125 {name}")
    assert max(map(abs, found)) < 0.005


def test_ball_bearings(estimator):
    found = deviations(estimator, SKF, name="ball bearing {name}")
    assert abs(statistics.mean(found)) < 0.03
    assert max(map(abs, found)) < 0.1


def test_single_core_cables(estimator):
    found = deviations(estimator, CABLE_KG_PER_KM, quantity="1 m", name="cable {name} mm2")
    assert max(map(abs, found)) < 0.07


def test_outlines_of_semiconductors(estimator):
    published = {name: mass / 1e3 for name, mass in OUTLINES_MG.items()}
    found = deviations(estimator, published, name="chip", package="{name}", designators="U1")
    assert abs(statistics.mean(found)) < 0.06
