"""What the document of a refurbishment case says of comparison, method and data, in words."""

from collections.abc import Iterable

from pcf.circularity.basis import gwp_shares, new_device_data
from pcf.circularity.case import CaseResult
from pcf.circularity.case_words import baseline_words
from pcf.circularity.inputs import Origin
from pcf.circularity.process import PROCESS_TERMS
from pcf.circularity.symbols import FORMULAS, SYMBOLS
from pcf.model.refurbishment import BurdenRule
from pcf.reports.facts import Fact
from pcf.reports.wording import joined, period, site_name
from pcf.results.display import fixed, percent, significant
from pcf.results.names import typed_number
from pcf.texts import Texts

_MOST_SOURCES = 4
"""Listed of one number; all stand in the workbook."""


def subject_facts(result: CaseResult, texts: Texts) -> list[Fact]:
    """Give what is compared with what: devices, place, booking, baseline, burden."""
    case, say = result.case, texts
    site = next((each for each in result.study.sites if each.id == case.site), None)
    counted = {life.category.id for life in result.lives if life.is_counted}
    devices = say(
        f"refurbishment.devices.{case.booking.value}",
        devices=fixed(result.devices, 0),
        count=len(counted),
    )
    return [
        Fact(say("refurbishment.fact.devices"), devices, strong=True),
        Fact(say("paper.period"), period(case.period_start, case.period_end, say)),
        Fact(
            say("refurbishment.fact.site"),
            site_name(site, say) if site else say("paper.not-stated"),
        ),
        Fact(say("refurbishment.fact.baseline"), baseline_words(case, say), strong=True),
        Fact(say("refurbishment.fact.first-life"), burden_words(result, say)),
        Fact(say("refurbishment.fact.booked"), say(f"booking.{case.booking.value}")),
    ]


def published_facts(result: CaseResult, texts: Texts) -> list[Fact]:
    """Give what a published table is: rows, period, who published it."""
    case, say = result.case, texts
    sources = dict.fromkeys(filter(None, (row.source for row in case.published)))
    return [
        Fact(
            say("refurbishment.fact.table"),
            say("refurbishment.rows", count=len(case.published)),
            strong=True,
        ),
        Fact(say("paper.period"), period(case.period_start, case.period_end, say)),
        Fact(
            say("refurbishment.fact.source"),
            joined(sources, say) or say("paper.not-stated"),
        ),
        Fact(say("refurbishment.fact.rate"), say("refurbishment.rate.not-published")),
    ]


def burden_words(result: CaseResult, texts: Texts) -> str:
    """Give the rule of the burden and the shares that follow from it."""
    rule = result.case.burden
    if rule is None:
        return texts("paper.not-stated")
    words = texts(f"burden-rule.{rule.value}")
    if rule is BurdenRule.CUT_OFF:
        return words
    shares = [each.inputs["share"].value for each in result.lives]
    return texts("refurbishment.carried", rule=words, percent=_percents(shares, texts))


def method_facts(result: CaseResult, texts: Texts) -> list[Fact]:
    """Give how avoided emissions were calculated, and by which guidance."""
    case, say = result.case, texts

    def of(name: str) -> str:
        return _percents([each.inputs[name].value for each in result.lives], texts)

    quality = texts(
        "refurbishment.quality-and-rebound",
        equivalence=_shares((each.inputs["equivalence"].value for each in result.lives), texts),
        rebound=texts("paper.not-stated") if case.rebound is None
        else typed_number(case.rebound.value),
    )  # fmt: skip
    facts = [
        Fact(say(f"refurbishment.formula.{name}"), formula, is_formula=True)
        for name, formula in FORMULAS.items()
    ]
    facts += [
        Fact(say("refurbishment.fact.quality-and-rebound"), quality),
        Fact(
            say("refurbishment.fact.yield"),
            say("refurbishment.yield", percent=of("success")),
        ),
        Fact(say("refurbishment.fact.guidance"), say("refurbishment.guidance")),
        Fact(say("refurbishment.fact.uncertainty"), _uncertainty(result, texts)),
    ]
    return [*facts, *_symmetry(result, texts)]


def _uncertainty(result: CaseResult, texts: Texts) -> str:
    if result.is_certain:
        return texts("refurbishment.no-interval")
    return texts(
        "refurbishment.draws", draws=fixed(result.case.iterations, 0), seed=result.case.seed
    )


def data_facts(result: CaseResult, texts: Texts) -> list[Fact]:
    """Give what the numbers rest on: new devices, process, use, reports, databases."""
    say = texts
    facts = [
        Fact(say("refurbishment.fact.new-devices"), _new_devices(result, texts)),
        Fact(say("refurbishment.fact.process"), _process(result, texts)),
        Fact(say("refurbishment.fact.use"), _use(result, texts)),
    ]
    for group, shares in gwp_shares(result).items():
        words = [
            texts(f"gwp-report.{report.value}", percent=percent(share, 0))
            for report, share in shares.items()
        ]
        name = texts("refurbishment.fact.gwp", group=texts(f"refurbishment.gwp.{group}"))
        facts.append(Fact(name, texts("refurbishment.gwp-shares", shares=joined(words, texts))))
    databases = {base.id: base for solved in result.solved for base in solved.databases}
    words = [
        say("data.database", title=texts.choose(base.title_en, base.title_zh), version=base.version)
        for base in databases.values()
    ]
    facts.append(Fact(say("data.databases"), "\n".join(words) or say("paper.not-stated")))
    calculated = say(
        "data.calculated.by",
        date=result.calculated.date().isoformat(),
        program=result.program,
    )
    facts.append(Fact(say("data.calculated"), calculated))
    if result.solved:
        facts.append(Fact(say("method.check"), say("method.check.agreed")))
    return facts


def _symmetry(result: CaseResult, texts: Texts) -> list[Fact]:
    """Give whether first life and baseline are treated alike, where a burden is carried."""
    if not any(each.inputs["share"].value for each in result.lives):
        return []
    case, known = result.case, {True: "yes", False: "no", None: "not-stated"}
    stated = {
        "first-life-carries-rest": case.first_life_carries_rest,
        "baseline-passes-on": case.baseline_passes_on,
    }
    words = [texts(f"refurbishment.{key}.{known[said]}") for key, said in stated.items()]
    return [Fact(texts("refurbishment.fact.symmetry"), "\n".join(words))]


def _new_devices(result: CaseResult, texts: Texts) -> str:
    """Give by what new devices are known, with how many footprints stand behind medians."""
    kinds: dict[Origin, int] = {}
    counts: dict[str, int] = {}
    for life in result.lives:
        if life.place:
            continue
        origin = life.inputs["production"].origin
        kinds[origin] = kinds.get(origin, 0) + 1
        data_set = new_device_data(life)
        if data_set is not None and data_set.statistics is not None:
            publisher = data_set.source.publisher or data_set.source.title
            counts[publisher] = counts.get(publisher, 0) + data_set.statistics.count
    words = [
        texts("refurbishment.footprints-of", publisher=publisher, count=count)
        for publisher, count in counts.items()
    ]
    words += [
        texts("refurbishment.categories-by", count=count, origin=texts(f"input-origin.{kind}"))
        for kind, count in kinds.items()
        if kind is not Origin.DATA_SET
    ]
    return joined(words, texts) or texts("paper.not-stated")


def _process(result: CaseResult, texts: Texts) -> str:
    origins = {each.inputs[term].origin for each in result.lives for term in PROCESS_TERMS}
    words = [
        texts(f"refurbishment.process.{origin.value}")
        for origin in (Origin.PROCESS, Origin.TYPED, Origin.MISSING)
        if origin in origins
    ]
    return "\n".join(words)


def _use(result: CaseResult, texts: Texts) -> str:
    if result.use is None:
        return texts("refurbishment.use.typed")
    lines = {line.data_set for line in result.use.lines if line.data_set is not None}
    return "\n".join(sorted(texts.choose(each.name_en, each.name_zh) for each in lines))


def source_facts(result: CaseResult, texts: Texts) -> list[Fact]:
    """Give for each letter what it is, where its numbers come from, and their sources."""
    facts = []
    for name, symbol in SYMBOLS.items():
        inputs = [each.inputs[name] for each in result.lives]
        origins = dict.fromkeys(texts(f"input-origin.{each.origin.value}") for each in inputs)
        stated = (texts.choose(each.source, each.source_zh).strip() for each in inputs)
        sources = list(dict.fromkeys(filter(None, stated)))
        words = joined(sources[:_MOST_SOURCES], texts)
        if len(sources) > _MOST_SOURCES:
            words = texts("refurbishment.more-sources", words=words, count=len(sources))
        said = texts(
            "refurbishment.sourced" if words else "refurbishment.unsourced",
            term=texts(f"term.{name}"),
            origins=joined(origins, texts),
            sources=words,
        )
        facts.append(Fact(symbol, said, is_letter=True))
    return facts


def register_facts(result: CaseResult, texts: Texts) -> list[Fact]:
    """Give what was read of a register: file, hash, rows, and what was rejected and why."""
    register = result.case.register
    if register is None:
        return []
    rejected = [
        texts(
            "refurbishment.register.rejected",
            reason=_reason(each.reason, texts),
            count=each.rows,
            first=", ".join(map(str, each.first[:3])),
        )
        for each in register.rejected
    ]
    lost = sum(each.rows for each in register.rejected)
    say = texts
    return [
        Fact(say("refurbishment.register.file"), register.file),
        Fact("SHA-256", register.sha256),
        Fact(
            say("refurbishment.register.rows"),
            say(
                "refurbishment.register.counted",
                rows=fixed(register.rows, 0),
                rejected=fixed(lost, 0),
            ),
        ),
        Fact(
            say("refurbishment.register.read"),
            register.read_on.isoformat() if register.read_on else say("paper.not-stated"),
        ),
        *([Fact(say("refurbishment.register.why"), "\n".join(rejected))] if rejected else []),
    ]


def _reason(reason: str, texts: Texts) -> str:
    key = f"register.{reason}"
    return texts(key) if texts.has(key) else reason


def _percents(shares: Iterable[float | None], texts: Texts) -> str:
    """Give one share, or from which to which, in percent."""
    known = [each for each in shares if each is not None]
    if not known:
        return texts("paper.not-stated")
    low, high = (_percent(each) for each in (min(known), max(known)))
    return low if low == high else texts("refurbishment.interval", low=low, high=high)


def _percent(share: float) -> str:
    whole = abs(100 * share - round(100 * share)) < 0.05  # noqa: PLR2004  as one decimal shows it
    return percent(share, 0 if whole else 1)


def _shares(shares: Iterable[float | None], texts: Texts) -> str:
    known = [each for each in shares if each is not None]
    if not known:
        return texts("paper.not-stated")
    low, high = (significant(each) for each in (min(known), max(known)))
    return low if low == high else texts("refurbishment.interval", low=low, high=high)
