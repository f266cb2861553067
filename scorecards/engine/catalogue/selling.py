"""Selling partners: distributors, dealers and agents, by the entries that name them as such."""

from scorecards.engine.catalogue.kpi import Kpi, Statistic, Unit
from scorecards.engine.catalogue.rows import Source
from suppliers.imports.messages import gettext_noop

_ENTRY = gettext_noop("the date of the entry")

KPIS = (
    Kpi(
        "revenue_vs_target",
        Source.TARGET_MONTHS,
        Unit.SHARE,
        Statistic.RATIO,
        "revenue_minor",
        "target_minor",
        graded_by="months",
        definition=gettext_noop(
            "Revenue of the months that have a target, of these targets. Months without sales count, so the "
            "months add up to the year; a month without a target is compared with nothing. Credit notes "
            "lower the revenue. Of a month that the period cuts, the target counts by days. A target in "
            "another currency is converted by the last rate on or before the end of its month."
        ),
        period=gettext_noop("the date of the entry; the month of the target"),
        example=gettext_noop("Targets of 100 for three months; sales of 90, none and 120: 210 of 300, 0.7."),
    ),
    Kpi(
        "revenue_growth",
        Source.GROWTH_MONTHS,
        Unit.SHARE,
        Statistic.RATIO,
        "growth_minor",
        "before_minor",
        graded_by="months",
        definition=gettext_noop(
            "Revenue of the period less that of the same days a year before, of the latter. Whole months are "
            "compared with whole months, also in leap years. Without revenue a year before there is no data."
        ),
        period=_ENTRY,
        example=gettext_noop("110 in this quarter, 100 in that of the year before: 0.1."),
    ),
    Kpi(
        "net_marketing_contribution",
        Source.CONTRIBUTION_MONTHS,
        Unit.MONEY,
        Statistic.TOTAL,
        "contribution_minor",
        graded_by="months",
        is_shared=False,
        definition=gettext_noop(
            "Volume times (pocket price less unit cost), less marketing and selling expense, as the ledger "
            "has it: net revenue (revenue, discounts, rebates, returns) less cost (goods, freight, duty, "
            "quality, expedite) less expense (marketing, commission, service). Entries of the kind other "
            "stay out."
        ),
        period=_ENTRY,
        example=gettext_noop("200,000 × (784 − 650) − 7,840,000 = 18,960,000."),
    ),
    Kpi(
        "return_on_sales",
        Source.CONTRIBUTION_MONTHS,
        Unit.SHARE,
        Statistic.RATIO,
        "contribution_minor",
        "revenue_minor",
        graded_by="months",
        is_shared=False,
        definition=gettext_noop("Net marketing contribution, of net revenue."),
        period=_ENTRY,
        example=gettext_noop("18,960,000 of 156,800,000: 0.1209."),
    ),
    Kpi(
        "return_on_marketing",
        Source.CONTRIBUTION_MONTHS,
        Unit.SHARE,
        Statistic.RATIO,
        "contribution_minor",
        "expense_minor",
        graded_by="months",
        is_shared=False,
        definition=gettext_noop("Net marketing contribution, of marketing and selling expense."),
        period=_ENTRY,
        example=gettext_noop("18,960,000 of 7,840,000: 2.418, shown as 241.8 %."),
    ),
    Kpi(
        "commission_rate",
        Source.COMMISSION_MONTHS,
        Unit.SHARE,
        Statistic.RATIO,
        "commission_minor",
        "revenue_minor",
        higher_is_better=False,
        graded_by="months",
        definition=gettext_noop(
            "Commission, of revenue. Credit notes lower both: a credit note to a customer the revenue, "
            "commission that is taken back the commission."
        ),
        period=_ENTRY,
        example=gettext_noop(
            "5,000 on 100,000; a credit note of 20,000 takes 1,000 back: 4,000 of 80,000, 0.05."
        ),
    ),
    Kpi(
        "active_customers_kept",
        Source.CUSTOMERS_BEFORE,
        Unit.SHARE,
        Statistic.RATIO,
        "bought_again",
        graded_by="customers",
        definition=gettext_noop(
            "Customers that bought again, of those that bought in the same days a year before. A customer "
            "whose revenue is 0 or less once its credit notes are in has not bought. Rows do not name "
            "customers: they say in which month each first bought a year before. Revenue of unnamed "
            "customers stays out."
        ),
        period=_ENTRY,
        example=gettext_noop("Four customers a year before, two of them buy in this period too: 0.5."),
    ),
)
