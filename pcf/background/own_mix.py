"""A mix or grid factor of the background as an own mix of a study, to be edited there."""

from pcf.background.catalogue import Catalogue
from pcf.background.dataset import DataSet
from pcf.errors import InputError
from pcf.model.electricity import MixShare, OwnMix

_TECHNOLOGIES = "electricity_technology"


def copy_mix(data_set: DataSet, catalogue: Catalogue) -> OwnMix:
    """Give an own mix that is equal to a data set, with its shares where it is a mix.

    Args:
        data_set: a mix of technologies, or a factor that becomes the one share of its own.
        catalogue: that it stands in.

    Raises:
        InputError: it is no electricity.
    """
    if data_set.unit != "kWh":
        raise InputError("mix-no-electricity", data_set=data_set.ref.id, unit=data_set.unit)
    taken = catalogue.takes(data_set.ref) or ((data_set.ref, 1.0),)
    shares = []
    for ref, share in taken:
        found = catalogue.get(ref)
        is_technology = found is not None and found.table == _TECHNOLOGIES
        technology = found.family if found is not None and is_technology else ""
        shares.append(MixShare(technology=technology, data_set=ref, share=share))
    return OwnMix(
        name=data_set.name_en,
        name_zh=data_set.name_zh,
        country=data_set.geography,
        origin=data_set.ref,
        is_residual=data_set.family.endswith("-RES"),
        source=f"{data_set.source.title}, {data_set.source_locator}",
        shares=tuple(shares),
    )
