"""Why a row did not pass, in one short sentence."""

from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.presentation import day, number
from scorecards.engine.catalogue import FLAGS, Kpi, Source


def passed(kpi: Kpi, values: dict[str, Any]) -> bool | None:
    """Did the row go well, as this KPI sees it? None where there is nothing to pass (lead times)."""
    if kpi.code == "on_time_quantity":
        return bool(values["quantity_in_window"] >= values["quantity"])
    if kpi.code == "overdue_quantity_days":
        return not values["open_quantity"]
    source = kpi.source
    if source is Source.JUDGED_LINES:
        return bool(values["passed"])
    if source is Source.ANSWERED_LINES:
        return bool(values["confirmed_quantity"] >= values["quantity"])
    if source is Source.RECEIPTS:
        return not values["rejected"]
    return bool(values[kpi.numerator]) is kpi.higher_is_better if kpi.numerator in FLAGS else None


def reason(kpi: str, source: Source, values: dict[str, Any], early_days: int | None) -> str:
    """Empty where the numbers of the row say it all."""
    if source is Source.JUDGED_LINES:
        return _of_line(kpi, values, early_days)
    if source is Source.PROMISED_PARTS:
        return _("Kept") if values["kept"] else _of_part(values)
    if source is Source.CONFIRMED_LINES and not values["stayed"]:
        return _("Moved to %(day)s") % {"day": day(values["last_due_on"], "short")}
    if source is Source.ANSWERED_LINES and not values["confirmed_quantity"]:
        return _("Not confirmed")
    if source is Source.SLIPPED_LINES:
        return _of_slip(values)
    if source is Source.ASKED_DAYS and values["changed"]:
        return _of_change(values)
    if source is Source.RECEIPTS and values["rejected"]:
        return _("%(units)s rejected") % {"units": number(values["rejected"], None)}
    return ""


def _of_change(values: dict[str, Any]) -> str:
    """How late we changed it."""
    days = (values["held_on"] - timezone.localtime(values["changed_at"]).date()).days
    if days < 0:
        return _("We changed it after its day")
    return ngettext(
        "We changed it %(days)s day before its day", "We changed it %(days)s days before its day", days
    ) % {"days": number(days)}


def _of_slip(values: dict[str, Any]) -> str:
    """When the partner told, or that it did not."""
    days = values["notice_days"]
    if values["warned_on"] is None:
        words = ngettext("No word in %(days)s day", "No word in %(days)s days", -days)
        return words % {"days": number(-days)}
    if days > 0:
        words = ngettext("Told %(days)s day before", "Told %(days)s days before", days)
        return words % {"days": number(days)}
    if days == 0:
        return _("Told on the day")
    words = ngettext("Told %(days)s day after", "Told %(days)s days after", -days)
    return words % {"days": number(-days)}


def _of_part(values: dict[str, Any]) -> str:
    accepted = values["accepted_in_window"]
    if not accepted:
        return _("Nothing came in the window")
    return _("%(units)s of %(all)s came in the window") % {
        "units": number(accepted, None),
        "all": number(values["quantity"], None),
    }


def _of_line(kpi: str, values: dict[str, Any], early_days: int | None) -> str:
    late, done = values["days_late"], values["completed_on"]
    if kpi == "overdue_quantity_days":
        return _still_open(values) if values["open_quantity"] else _("Nothing open")
    if values["passed"]:
        return _complete(late, done)
    if done is None:
        return _still_open(values)
    if late < 0 and early_days is not None:
        early = ngettext("%(days)s day early", "%(days)s days early", -late) % {"days": number(-late)}
        return _("%(early)s, the window is %(window)s") % {"early": early, "window": number(early_days)}
    in_window = values["quantity_in_window"]
    rejected = in_window - values["accepted_in_window"]
    if in_window >= values["quantity"] and rejected > 0:
        return _("%(units)s rejected, replaced by %(day)s") % {
            "units": number(rejected, None),
            "day": day(done, "short"),
        }
    missing: Decimal = values["quantity"] - values["accepted_in_window"]
    if values["accepted_in_window"]:
        return _("%(units)s came later, complete on %(day)s") % {
            "units": number(missing, None),
            "day": day(done, "short"),
        }
    return _complete(late, done)


def _complete(late: int | None, done: Any) -> str:
    if done is None or late is None:
        return ""
    when = day(done, "short")
    if late > 0:
        text = ngettext(
            "Complete on %(day)s, %(days)s day late", "Complete on %(day)s, %(days)s days late", late
        )
        return text % {"day": when, "days": number(late)}
    if late < 0:
        text = ngettext(
            "Complete on %(day)s, %(days)s day early", "Complete on %(day)s, %(days)s days early", -late
        )
        return text % {"day": when, "days": number(-late)}
    return _("Complete on the day, %(day)s") % {"day": when}


def _still_open(values: dict[str, Any]) -> str:
    if values["open_quantity"] >= values["quantity"]:
        return _("Nothing has come")
    return _("%(units)s of %(all)s still open") % {
        "units": number(values["open_quantity"], None),
        "all": number(values["quantity"], None),
    }
