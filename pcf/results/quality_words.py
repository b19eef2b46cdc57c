"""What is said of data quality, interval and weak lines, in words: terminal, table and document."""

from collections.abc import Mapping

from pcf.results.data_quality import INDICATORS, DataQuality, LineQuality
from pcf.results.display import MISSING, fixed, percent, significant, with_unit
from pcf.results.improvements import Improvement
from pcf.results.summary import KG_CO2E
from pcf.results.uncertainty import MOST_CERTAIN, Interval
from pcf.texts import Texts

_RATING_DECIMALS = 2


def ratings_words(quality: DataQuality, texts: Texts) -> str:
    """Give the three ratings with their scheme and scale."""
    ratings = {name: rating_text(getattr(quality, name)) for name in INDICATORS}
    return texts("quality.ratings", scheme=quality.scheme, **ratings)


def rating_text(value: float | None) -> str:
    """Give a rating as it is printed: `2.35`."""
    return fixed(value, _RATING_DECIMALS)


def primary_share_words(quality: DataQuality, texts: Texts) -> str:
    """Give the primary data share with its scheme, and what it does not mean."""
    share = percent(quality.primary_share)
    return texts("quality.primary-share", scheme=quality.scheme, percent=share)


def interval_words(found: Interval | None, texts: Texts) -> str:
    """Give the interval as numbers; in words that there is none."""
    if found is None:
        return MISSING
    if not found.spreads:
        return texts("quality.interval.none")
    if not found.is_telling:
        return texts("quality.interval.too-certain")
    low, high = significant(found.low), significant(found.high)
    return with_unit(texts("quality.interval.from-to", low=low, high=high), KG_CO2E)


def interval_remarks(found: Interval | None, texts: Texts) -> list[str]:
    """Say how the interval was computed, what it covers, and how much counts as certain."""
    if found is None or not found.spreads:
        return [texts("quality.interval.none-stated")]
    if not found.is_telling:
        return [
            texts(
                "quality.interval.why-none",
                percent=percent(found.certain_share),
                limit=percent(MOST_CERTAIN, 0),
            )
        ]
    said = [
        texts("quality.interval.linear" if found.is_linear else "quality.interval.log"),
        texts("quality.interval.certain", percent=percent(found.certain_share)),
    ]
    if found.assumed_share:
        said.append(texts("quality.interval.assumed", percent=percent(found.assumed_share)))
    if found.rough:
        said.append(texts("quality.interval.rough"))
    return said


def scores_words(quality: LineQuality, texts: Texts) -> str:
    """Give why a line is rated as it is, indicator by indicator, and what of it is primary."""
    said = [
        _reason(name, score.value, score.reason, score.fields, texts)
        for name, score in zip(INDICATORS, quality.scores, strict=True)
    ]
    if quality.primary_share:
        said.append(texts(f"quality.primary.{quality.primary_reason}"))
    return texts("quality.list-separator").join(said)


def weak_words(found: Improvement, texts: Texts) -> str:
    """Give what is weak about a line."""
    said = []
    for reason in found.reasons:
        fields = dict(reason.fields)
        if "indicator" in fields:
            name, value = str(fields.pop("indicator")), float(fields.pop("value"))
            said.append(_reason(name, value, reason.key, fields, texts))
        else:
            share = fields.get("share")
            shown = {"percent": percent(float(share))} if share is not None else fields
            said.append(texts(f"quality.{reason.key}", **shown))
    return texts("quality.list-separator").join(said)


def _reason(
    name: str, value: float, key: str, fields: Mapping[str, str | int | float], texts: Texts
) -> str:
    """Give a rating with its reason: `technology 5: a proxy`."""
    if key == "stated":
        said = texts.choose(str(fields["reason"]), str(fields["reason_zh"]))
        why = texts("quality.stated", reason=said or texts("quality.no-reason"))
    else:
        why = texts(f"quality.{key}", **fields)
    return texts(
        "quality.rated", indicator=texts(f"quality.{name}"), value=f"{value:g}", reason=why
    )
