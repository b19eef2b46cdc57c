"""What a vehicle may be, and how load and empty running move its fuel per tonne-kilometre."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcf.errors import InputError
from pcf.model.node import DataSetRef
from pcf.model.transport import DistanceKind, TransportLeg
from pcf.model.vehicle import FuelFactor, Vehicle
from pcf.texts import Language, Texts
from pcf.units import parse_quantity

TRUCK = Vehicle(
    capacity=parse_quantity("24 t"),
    load_factor=0.6,
    empty_distance_factor=0.2,
    fuel_empty=parse_quantity("23 L"),
    fuel_full=parse_quantity("34 L"),
    fuel_distance=parse_quantity("100 km"),
    fuel=DataSetRef(database="any", id="diesel"),
)
SHARES = st.floats(0.001, 1.0)


@given(loads=st.tuples(SHARES, SHARES), empty=st.floats(0.0, 0.99))
def test_more_load_takes_no_more_fuel_per_tonne_kilometre(loads, empty: float) -> None:
    less, more = (
        msgspec.structs.replace(TRUCK, load_factor=load, empty_distance_factor=empty)
        for load in sorted(loads)
    )
    assert more.fuel_per_freight <= less.fuel_per_freight
    assert more.fuel_per_loaded_distance >= less.fuel_per_loaded_distance


@given(empties=st.tuples(st.floats(0.0, 0.99), st.floats(0.0, 0.99)), load=SHARES)
def test_more_empty_running_takes_no_less_fuel(empties, load: float) -> None:
    less, more = (
        msgspec.structs.replace(TRUCK, load_factor=load, empty_distance_factor=empty)
        for empty in sorted(empties)
    )
    assert more.fuel_per_freight >= less.fuel_per_freight


@given(load=SHARES, empty=st.floats(0.0, 0.99))
def test_fuel_is_that_of_all_kilometres_over_all_freight(load: float, empty: float) -> None:
    """1 km: (1 - EDF) loaded with the fuel of that load, EDF empty; (1 - EDF) Cap LF."""
    loaded, full, bare = 1 - empty, 34e-3 / 100e3, 23e-3 / 100e3
    fuel = loaded * (bare + (full - bare) * load) + empty * bare
    vehicle = msgspec.structs.replace(TRUCK, load_factor=load, empty_distance_factor=empty)
    assert vehicle.fuel_per_freight == pytest.approx(fuel / (loaded * 24e3 * load))


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"load_factor": 0.0}, "load-factor-outside"),
        ({"load_factor": 1.01}, "load-factor-outside"),
        ({"load_factor": float("nan")}, "load-factor-outside"),
        ({"empty_distance_factor": 1.0}, "empty-distance-outside"),
        ({"empty_distance_factor": -0.1}, "empty-distance-outside"),
        ({"capacity": parse_quantity("24 m3")}, "capacity-invalid"),
        ({"capacity": parse_quantity("0 t")}, "capacity-invalid"),
        ({"fuel_empty": parse_quantity("-1 L")}, "fuel-invalid"),
        ({"fuel_full": parse_quantity("3 piece")}, "fuel-invalid"),
        ({"fuel_empty": parse_quantity("20 kg")}, "fuel-counted-differently"),
        ({"fuel_full": parse_quantity("22 L")}, "fuel-less-when-full"),
        ({"fuel_distance": parse_quantity("1 h")}, "distance-invalid"),
        ({"fuel_distance": parse_quantity("0 km")}, "distance-invalid"),
        (
            {
                "factor": FuelFactor(
                    name="Grid", value=parse_quantity("1 kgCO2e"), per=parse_quantity("1 kWh")
                )
            },
            "fuel-counted-differently",
        ),
    ],
)
def test_what_no_vehicle_is_is_refused(fields, key: str) -> None:
    stated = {name: getattr(TRUCK, name) for name in TRUCK.__struct_fields__}
    with pytest.raises(InputError) as raised:
        Vehicle(**{**stated, **fields})
    assert raised.value.key == key
    for language in Language:
        assert Texts(language).error(raised.value)


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"distance_factor": 0.95}, "distance-factor-invalid"),
        ({"chargeable_per_gross": 0.5}, "chargeable-invalid"),
        (
            {"distance_factor": 1.05, "distance_kind": DistanceKind.GREAT_CIRCLE},
            "distance-factor-of-great-circle",
        ),
    ],
)
def test_what_no_distance_is_is_refused(fields, key: str) -> None:
    with pytest.raises(InputError) as raised:
        TransportLeg(**fields)
    assert raised.value.key == key
    for language in Language:
        assert Texts(language).error(raised.value)


@pytest.mark.parametrize("fields", [{"value": "1 kg"}, {"value": "-1 kgCO2e"}, {"per": "1 piece"}])
def test_what_no_factor_is_is_refused(fields) -> None:
    stated = {"value": "3.25 kgCO2e", "per": "1 L", **fields}
    with pytest.raises(InputError):
        FuelFactor(name="Diesel", **{name: parse_quantity(text) for name, text in stated.items()})
