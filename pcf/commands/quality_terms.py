"""Data quality, interval and weak lines of a result for a terminal, and in JSON."""

import math
from typing import Any

from pcf.results import display
from pcf.results.data_quality import INDICATORS, assess
from pcf.results.improvements import improvements
from pcf.results.names import Names
from pcf.results.quality_words import (
    interval_remarks,
    interval_words,
    primary_share_words,
    ratings_words,
    weak_words,
)
from pcf.results.result import PcfResult
from pcf.results.uncertainty import interval
from pcf.texts import Texts


def basis_lines(found: PcfResult, texts: Texts) -> list[str]:
    """Give interval, ratings and primary share, a line each; then what the interval covers."""
    quality, spread = assess(found), interval(found)
    return [
        texts("terminal.interval", interval=interval_words(spread, texts)),
        *(f"  {remark}" for remark in interval_remarks(spread, texts)),
        texts("terminal.quality", ratings=ratings_words(quality, texts)),
        texts("terminal.primary-share", words=primary_share_words(quality, texts)),
    ]


def weak_rows(found: PcfResult, names: Names, texts: Texts) -> list[list[str]]:
    """Give the lines to improve first: name, share of |total|, what is weak."""
    return [
        [names.node(each.node), display.percent(each.share), weak_words(each, texts)]
        for each in improvements(found)
    ]


def quality_json(found: PcfResult) -> dict[str, Any]:
    """Give ratings, interval and lines to improve; a number that does not exist is null."""
    quality, spread = assess(found), interval(found)
    return {
        "data_quality": {
            "scheme": quality.scheme,
            **{name: getattr(quality, name) for name in INDICATORS},
            "primary_share": quality.primary_share,
        },
        "interval": spread
        and {
            "low": spread.low,
            "high": spread.high,
            "is_shown": spread.is_telling,
            "sigma": spread.sigma,
            "form": "linear" if spread.is_linear else "log",
            "covers": "stated uncertainties only",
            "certain_share": spread.certain_share,
            "assumed_share": spread.assumed_share,
            "spreads": [
                {
                    "of": each.key,
                    "origin": each.origin.value,
                    "gsd": math.exp(each.sigma),
                    "kg_co2e": each.kg_co2e,
                    "sensitivity": each.sensitivity,
                    "variance_share": each.share,
                }
                for each in spread.spreads
            ],
        },
        "improve": [
            {
                "node": each.node,
                "kg_co2e": each.kg_co2e,
                "share": each.share,
                "variance_share": each.variance_share,
                "effect": each.effect,
                "weak": [reason.key for reason in each.reasons],
            }
            for each in improvements(found, quality, spread)
        ],
    }
