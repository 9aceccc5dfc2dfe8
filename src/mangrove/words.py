"""Words: how a language tells a programme's rulings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mangrove.programme import FAILS, HOLDS, UNDETERMINED, Compare


@dataclass(frozen=True)
class Words:
    """How a language tells rulings; texts in braces are filled in.

    Attributes:
        verdicts: By verdict.
        heads: Heads of the table's columns.
        clauses: What a clause says, by ruling.
        asks: What a threshold asks, by comparison.
        units: Units of amounts.
        is_told: A value and what is asked of it.
        unknown: Why a clause cannot be determined: cells left empty.
        unread: The same: the rule's own number is unknown.
        open: The same: no number can be formed of what is given.
        verdict: The first sentence.
        decided: Which clause decides.
        paid: What the eligible receive.
        as_holder: What they receive once they hold the certificate.
        source: Before a source.
        title: The table's title.
        counted: The table's count.
        too_early: Said of a day before the first rule.
        no_rule: Said of a day on which no rule is in force any more, or none is known.
        budget: Said where a budget may cut amounts.
        illustrative: Said of a programme without a source for a number it needs.
    """

    verdicts: Mapping[int, str]
    heads: tuple[str, ...]
    clauses: Mapping[int, str]
    asks: Mapping[Compare, str]
    units: Mapping[str, str]
    is_told: str
    unknown: str
    unread: str
    open: str
    verdict: str
    decided: str
    paid: str
    as_holder: str
    source: str
    title: str
    counted: str
    too_early: str
    no_rule: str
    budget: str
    illustrative: str


ENGLISH: Final = Words(
    verdicts={HOLDS: "eligible", FAILS: "not eligible", UNDETERMINED: "undetermined"},
    heads=("id", "verdict", "amount", "deciding clause"),
    clauses={HOLDS: "This holds", FAILS: "This fails", UNDETERMINED: "This cannot be determined"},
    asks={
        Compare.AT_LEAST: "at least {} is asked", Compare.AT_MOST: "at most {} is allowed",
        Compare.ABOVE: "more than {} is asked", Compare.BELOW: "less than {} is asked",
    },
    units={"CNY": "yuan", "CNY/yr": "yuan", "yr": "years", "day": "days", "person": "people", "count": "", "1": ""},
    is_told=": it is {}, and {}", unknown=": the file leaves {} empty", unread=": the rule's own number is not known",
    open=": no number can be formed of what the file gives",
    verdict="On {day}, {id} is {verdict} under the programme “{title}” ({local}).",
    decided="What decides is condition {number}, {clause}.",
    paid="{meaning}: {amount}.", as_holder="As long as it holds the certificate: {meaning}: {amount}.",
    source="Source: {}.", title="{name} ({local}) on {day}",
    counted="{eligible:,} eligible, {refused:,} not, {open:,} undetermined, of {all:,}",
    too_early="On {day} no rule of this programme is in force; its first begins on {first}. Nobody is eligible.",
    no_rule="On {day} no rule of this programme is in force. Nobody is eligible.",
    budget="Amounts are before any cut to the programme's budget.",
    illustrative="This programme is illustrative: no source gives a number that it needs.",
)  # fmt: skip
CHINESE: Final = Words(
    verdicts={HOLDS: "符合条件", FAILS: "不符合条件", UNDETERMINED: "无法判定"},
    heads=("id", "结论", "金额或幅度", "决定性条件"),
    clauses={HOLDS: "满足", FAILS: "不满足", UNDETERMINED: "无法判定"},
    asks={
        Compare.AT_LEAST: "要求不低于{}", Compare.AT_MOST: "要求不超过{}",
        Compare.ABOVE: "要求高于{}", Compare.BELOW: "要求低于{}",
    },
    units={"CNY": "元", "CNY/yr": "元", "yr": "年", "day": "天", "person": "人", "count": "", "1": ""},
    is_told="：实际为{}，{}", unknown="：文件中{}为空", unread="：规定的数值未知", open="：所给数据无法算出结果",
    verdict="{day}，{id}按“{local}”的规定：{verdict}。",
    decided="起决定作用的是第{number}项条件（{clause}）。",
    paid="{meaning}：{amount}。", as_holder="持证期间，{meaning}：{amount}。",
    source="依据：{}。", title="{local}（{name}），{day}",
    counted="符合{eligible:,}，不符合{refused:,}，无法判定{open:,}，共{all:,}",
    too_early="{day}时该项目尚无规定生效，最早的规定自{first}起生效。无人符合条件。",
    no_rule="{day}时该项目没有规定生效。无人符合条件。",
    budget="金额未计预算不足时的削减。",
    illustrative="该项目仅供示意：所需数值中有的没有来源。",
)  # fmt: skip
LANGUAGES: Final[Mapping[str, Words]] = {"en": ENGLISH, "zh": CHINESE}
