"""The lists about the relationship: touchpoints, the plan, warm words, who was lost, who is at risk."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.enums import Side
from portal.presentation import day, days_from
from portal.tables import ChipColumn, Column, DayColumn, LinkColumn, MomentColumn, NumberColumn, Table
from portal.templatetags.accord import chip, icon
from suppliers.enums import LossCause, TouchState
from suppliers.models import ContactRule, Partner, Touchpoint
from suppliers.presenters.relationship.entries import with_whom
from suppliers.presenters.relationship.words import (
    PICTURES,
    RISK_NAMES,
    how_words,
    rule_words,
    sign_words,
)

STATE_TONES = {TouchState.PLANNED: "open", TouchState.DONE: "ok", TouchState.CANCELLED: ""}
STATE_PICTURES = {TouchState.PLANNED: "clock", TouchState.DONE: "check", TouchState.CANCELLED: "x"}
WARM_PICTURES = {"thanks": "heart", "award": "award", "praise": "star"}
WARM_WORDS = {"thanks": _("Thanks"), "award": _("Award"), "praise": _("Praise")}


class TextColumn(Column):
    """Words of any length."""

    css = "full-narrow"


class PromisedColumn(TextColumn):
    """What was promised; under it by whom, and how it stands."""

    def render(self, record: Touchpoint) -> Any:
        if not record.promised:
            return ""
        who = gettext("we") if record.promised_by_side == Side.COMPANY else gettext("they")
        if record.kept_at is not None:
            state = chip(gettext("kept"), "ok")
        elif record.promised_by is None:
            state = chip(gettext("open"), "open", "clock")
        else:
            today = timezone.localdate()
            tone = ("bad", "alert") if record.promised_by < today else ("open", "clock")
            state = chip(days_from(today, record.promised_by), *tone)
        return format_html('{}<span class="sub">{} {}</span>', record.promised, who, state)


class WithColumn(Column):
    def render(self, record: Touchpoint) -> Any:
        return with_whom(record)

    def value(self, value: Any, record: Touchpoint) -> Any:
        return with_whom(record) or None


class YesColumn(Column):
    def write(self, value: Any, record: Any) -> Any:
        return _("yes") if value else _("no")

    def value(self, value: Any, record: Any) -> Any:
        return bool(value)


class OwnTouchTable(Table):
    """What a partner shares with us."""

    on = DayColumn(_("Day"), initial_sort_descending=True, order_by=("on", "pk"))
    kind = ChipColumn(_("How"), pictures=PICTURES, order_by=("kind", "pk"))
    state = ChipColumn(_("State"), tones=STATE_TONES, pictures=STATE_PICTURES, order_by=("state", "pk"))
    text = TextColumn(_("What was said"), orderable=False)
    promised = PromisedColumn(_("What was promised"), orderable=False)
    by = Column(_("Who of us"), accessor="by__name", order_by=("by__name", "pk"))
    promised_by_side = Column(_("Who promised"), order_by=("promised_by_side", "pk"))
    promised_by = DayColumn(_("Until when"), order_by=("promised_by", "pk"))
    kept_at = MomentColumn(_("Kept"), order_by=("kept_at", "pk"))
    always = ("on",)
    at_first = ("on", "kind", "text", "promised", "by")
    empty_title = _("Nothing shared yet")
    empty_hint = _("When you meet, what was said and promised can stand here for both of you.")

    class Meta(Table.Meta):
        model = Touchpoint
        fields = ()
        order_by = ("-on",)


class TouchTable(OwnTouchTable):
    """Of staff: all partners."""

    partner = LinkColumn(
        _("Partner"),
        linkify=lambda record: reverse("suppliers:partner_touchpoints", args=[record.partner.public_id]),
        accessor="partner__name",
        order_by=("partner__name", "pk"),
    )
    by = Column(_("Who of us"), accessor="by__name", order_by=("by__name", "pk"))
    met = WithColumn(_("With whom"), accessor="pk", orderable=False)
    place = Column(_("Where"), order_by=("place", "pk"))
    is_shared = YesColumn(_("They read it too"), order_by=("is_shared", "pk"))
    act = Column(_("Change"), accessor="public_id", orderable=False, exclude_from_export=True)
    always = ("partner",)
    at_first = ("partner", "on", "kind", "state", "text", "promised", "by", "act")
    empty_title = _("No touchpoints yet")
    empty_hint = _("Note the next call or visit: on a partner’s page it takes one sentence.")

    class Meta(OwnTouchTable.Meta):
        sequence = ("partner", "on", "kind", "state", "text", "promised", "by", "...", "act")

    def __init__(self, data: Any = None, *, may_note: bool, **options: Any) -> None:
        if not may_note:
            options["exclude"] = [*(options.get("exclude") or ()), "act"]
        super().__init__(data, **options)

    def render_act(self, record: Touchpoint) -> Any:
        if record.state == TouchState.CANCELLED:
            return ""
        url = reverse("suppliers:touchpoint_edit", args=[record.public_id])
        return format_html(
            '<a class="btn btn-sm" href="{}">{}<span class="vh"> {} {}</span></a>',
            url, gettext("Change"), record.partner.name, day(record.on),
        )  # fmt: skip


class SpokenColumn(Column):
    """The last word; under it in which way."""

    css = "nowrap"

    def render(self, record: Any) -> Any:
        if record.last is None:
            return format_html('<span class="muted">{}</span>', gettext("never"))
        return format_html('{}<span class="sub">{}</span>', day(record.last.on), how_words(record.last.how))

    def value(self, value: Any, record: Any) -> Any:
        return record.last.on if record.last else None


class DueColumn(DayColumn):
    """The day by which we mean to speak, said when it has passed."""

    css = "two-narrow"

    def render(self, record: Any) -> Any:
        told = day(record.due_on)
        if record.is_silent:
            return format_html("{} {}", told, chip(gettext("too long ago"), "warn", "clock"))
        return format_html("{} {}", told, chip(gettext("soon"), "open", "clock")) if record.is_soon else told


class NextColumn(DayColumn):
    """What is planned next; under it in which way."""

    def render(self, record: Any) -> Any:
        if record.next_on is None:
            return format_html('<span class="muted">{}</span>', gettext("nothing"))
        return format_html('{}<span class="sub">{}</span>', day(record.next_on), how_words(record.next_kind))


class KindDueColumn(DayColumn):
    """When the way that the rule asks for is due."""

    css = "two-narrow"

    def render(self, record: Any) -> Any:
        told = format_html(
            '{}<span class="sub">{}</span>', day(record.kind_due_on), how_words(record.rule.kind)
        )
        return (
            format_html("{} {}", told, chip(gettext("due"), "warn", "clock")) if record.is_kind_due else told
        )


class RuleColumn(TextColumn):
    def render(self, record: Any) -> Any:
        return rule_words(record.rule)

    def value(self, value: Any, record: Any) -> Any:
        return record.rule.every_days


class _PartnerTable(Table):
    """One row a partner; the page says where its name leads."""

    partner = LinkColumn(
        _("Partner"),
        linkify=lambda record: reverse("suppliers:partner", args=[record.partner.public_id]),
        accessor="partner__name",
        sub=lambda row: row.partner.code,
    )
    kind = Column(_("Kind"), accessor="partner__get_kind_display")
    segment = Column(_("Segment"), accessor="partner__segment")
    owner = Column(_("Owner"), accessor="partner__owner__name")
    always = ("partner",)

    class Meta(Table.Meta):
        pass


class ContactPlanTable(_PartnerTable):
    """Every active partner; who was silent too long comes first."""

    last = SpokenColumn(_("Last spoken"), accessor="last", order_by=("last__on",))
    days = NumberColumn(_("Days ago"))
    due_on = DueColumn(_("Due by"))
    over = NumberColumn(_("Days over"))
    next_on = NextColumn(_("Planned next"), empty_values=())
    kind_due_on = KindDueColumn(_("In this way by"))
    rule = RuleColumn(_("Rule"), accessor="rule", order_by=("rule__every_days",))
    act = Column(_("Plan"), accessor="partner__public_id", orderable=False, exclude_from_export=True)
    at_first = ("partner", "segment", "last", "days", "due_on", "next_on", "owner", "act")
    empty_title = _("No active partner")
    empty_hint = _("Whoever is active stands here with the last word and the next meeting.")

    class Meta(_PartnerTable.Meta):
        sequence = ("partner", "segment", "last", "days", "due_on", "next_on", "...", "owner", "act")

    def __init__(self, data: Any = None, *, may_note: bool, **options: Any) -> None:
        if not may_note:
            options["exclude"] = [*(options.get("exclude") or ()), "act"]
        super().__init__(data, **options)

    def render_act(self, record: Any) -> Any:
        url = f"{reverse('suppliers:touchpoint_new')}?partner={record.partner.public_id}&state=planned"
        return format_html(
            '<a class="btn btn-sm" href="{}">{}{}<span class="vh"> {}</span></a>',
            url, icon("calendar-plus"), gettext("Plan"), record.partner.name,
        )  # fmt: skip


class RuleTable(Table):
    """Contact rules."""

    segment = LinkColumn(
        _("Segment"),
        linkify=lambda record: reverse("suppliers:contact_rule", args=[record.public_id]),
        empty_values=(),
    )
    every_days = NumberColumn(_("Speak at least every"), unit=_("days"))
    kind = ChipColumn(_("In this way"), pictures=PICTURES)
    kind_every_days = NumberColumn(_("every"), unit=_("days"))
    changed_by = Column(_("Changed by"))
    always = ("segment",)
    empty_title = _("No rule yet")
    empty_hint = _("Without one we mean to speak to every active partner at least every 60 days.")

    class Meta(Table.Meta):
        model = ContactRule
        fields = ()
        order_by = ("segment",)

    def __init__(self, data: Any = None, *, may_keep: bool = True, **options: Any) -> None:
        super().__init__(data, **options)
        self.may_keep = may_keep

    def render_segment(self, record: ContactRule, column: Any) -> Any:
        words = record.segment or gettext("Every other segment")
        return column.anchor(words, record=record, value=words) if self.may_keep else words


class WarmChip(Column):
    def render(self, record: Any) -> Any:
        tone = "open" if record.what == "thanks" else "ok" if record.what == "award" else "you"
        return chip(WARM_WORDS[record.what], tone, WARM_PICTURES[record.what])


class WallTable(Table):
    """Thanks and awards to partners, praise of our people."""

    to = Column(_("To whom"))
    what = WarmChip(_("What"))
    text = TextColumn(_("What for"), orderable=False)
    by = Column(_("From whom"))
    partner = LinkColumn(_("Partner"), linkify=lambda record: record.url or None)
    at = MomentColumn(_("When"), initial_sort_descending=True)
    noted_by = Column(_("Noted by"))
    taken_back_at = MomentColumn(_("Taken back"))
    act = Column(_("Take back"), accessor="back_url", orderable=False, exclude_from_export=True)
    always = ("to",)
    at_first = ("to", "what", "text", "by", "at", "act")
    empty_title = _("No warm words yet")
    empty_hint = _("Thank a partner on its page, and note who praised one of our people.")

    class Meta(Table.Meta):
        order_by = ("-at",)

    def __init__(self, data: Any = None, *, token: str = "", **options: Any) -> None:
        super().__init__(data, **options)
        self.columns["to"].column.row_header = True
        self.token = token

    def render_act(self, record: Any) -> Any:
        if not record.back_url:
            return ""
        return format_html(
            '<form method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
            '<button class="btn btn-quiet btn-sm" type="submit">{}{}</button></form>',
            record.back_url, self.token, icon("undo"), gettext("Take it back"),
        )  # fmt: skip


class CauseColumn(ChipColumn):
    def render(self, record: Partner) -> Any:
        if not record.lost_cause:
            return chip(gettext("Nobody has said: counts as dissatisfied"), "warn", "ask")
        counted = record.lost_cause == LossCause.DISSATISFIED
        return chip(record.get_lost_cause_display(), "bad" if counted else "", "x" if counted else "dash")


class LossTable(Table):
    """Who was lost, when and why."""

    name = LinkColumn(
        _("Partner"),
        linkify=lambda record: reverse("suppliers:loss", args=[record.public_id]),
        order_by=("name", "pk"),
        sub=lambda row: row.code,
    )
    kind = Column(_("Kind"), order_by=("kind", "pk"))
    lost_on = DayColumn(_("Lost on"), initial_sort_descending=True, order_by=("lost_on", "pk"))
    lost_cause = CauseColumn(_("Cause"), empty_values=(), order_by=("lost_cause", "pk"))
    lost_reason = TextColumn(_("Why"), order_by=("lost_reason", "pk"))
    since = DayColumn(_("Partner since"), order_by=("since", "pk"))
    segment = Column(_("Segment"), order_by=("segment", "pk"))
    owner = Column(_("Owner"), accessor="owner__name", order_by=("owner__name", "pk"))
    always = ("name",)
    at_first = ("name", "kind", "lost_on", "lost_cause", "lost_reason", "since")
    empty_title = _("Nobody was lost")
    empty_hint = _("When a partner’s status becomes “Lost”, it stands here with the day and the cause.")

    class Meta(Table.Meta):
        model = Partner
        fields = ()
        order_by = ("-lost_on",)


class SignsColumn(TextColumn):
    """Each reason with its figure, the heaviest first."""

    def render(self, record: Any) -> Any:
        return format_html(
            '<ul class="list-unstyled mb-0">{}</ul>',
            format_html_join("", "<li>{}</li>", ((sign_words(sign),) for sign in record.signs)),
        )

    def value(self, value: Any, record: Any) -> str:
        return "; ".join(sign_words(sign) for sign in record.signs)


class ReasonNames(Column):
    def render(self, record: Any) -> Any:
        return ", ".join(str(RISK_NAMES[sign.key]) for sign in record.signs)

    def value(self, value: Any, record: Any) -> str:
        return ",".join(sign.key for sign in record.signs)


class AtRiskTable(_PartnerTable):
    """Who may leave us, and why we think so."""

    signs = SignsColumn(_("Why"), accessor="signs", orderable=False)
    names = ReasonNames(_("Reasons"), accessor="signs", orderable=False)
    weight = NumberColumn(_("Weight"))
    act = Column(_("Talk"), accessor="partner__public_id", orderable=False, exclude_from_export=True)
    at_first = ("partner", "signs", "weight", "owner", "act")
    empty_title = _("Nobody is at risk today")
    empty_hint = _("No active partner has reasons that weigh enough. They are read afresh with every look.")

    class Meta(_PartnerTable.Meta):
        sequence = ("partner", "signs", "weight", "...", "owner", "act")

    def __init__(self, data: Any = None, *, may_note: bool, **options: Any) -> None:
        if not may_note:
            options["exclude"] = [*(options.get("exclude") or ()), "act"]
        super().__init__(data, **options)

    def render_act(self, record: Any) -> Any:
        url = f"{reverse('suppliers:touchpoint_new')}?partner={record.partner.public_id}&state=planned"
        return format_html(
            '<a class="btn btn-sm" href="{}">{}{}<span class="vh"> {}</span></a>',
            url, icon("calendar-plus"), gettext("Plan a talk"), record.partner.name,
        )  # fmt: skip
