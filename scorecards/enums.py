"""States and kinds of scorecards."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ResponseKind(models.TextChoices):
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    COMMENT = "comment", _("Answer")
    REPLY = "reply", _("Reply")


class CardState(models.TextChoices):
    """Who has the word about a published card."""

    WITH_US = "with_us", _("Waits for us")
    WITH_PARTNER = "with_partner", _("With the partner")
    AGREED = "agreed", _("Agreed")


class BandAction(models.TextChoices):
    """What a band proposes; a person decides, after the partner could answer."""

    THANK = "thank", _("Thank")
    DEVELOP = "develop", _("Develop together")
    WARN = "warn", _("Warn")
    HOLD = "hold", _("Hold new orders")


class ContestState(models.TextChoices):
    """Where a contest stands."""

    OPEN = "open", _("Waits for us")
    DECIDED = "decided", _("Decided")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ContestReason(models.TextChoices):
    """Why a partner says a line should not count against it."""

    OUR_CHANGE = "our_change", _("You changed the order")
    COLLECTED_LATE = "collected_late", _("It was ready; your carrier came late")
    BOOKED_LATE = "booked_late", _("It arrived earlier than booked")
    DRAWING = "drawing", _("Your drawing, tool or material was missing")
    AGREED = "agreed", _("We had agreed on something else")
    WRONG_FACT = "wrong_fact", _("A quantity or day is wrong")
    OTHER = "other", _("Another reason: say which")


class Verdict(models.TextChoices):
    """What was decided about one contested line."""

    EXCUSED = "excused", _("Excused")
    EXPLAINED = "explained", _("Stays, explained")


class RevisionCause(models.TextChoices):
    """Why a revision of a card came to be."""

    FACTS = "facts", _("Facts that came in later")
    CONTEST = "contest", _("A contest that was accepted")
    EXCLUSION = "exclusion", _("Lines that were excused")
    RESTORED = "restored", _("An excuse that was taken back")


class ProposalKind(models.TextChoices):
    BAND = "band", _("What the band proposes")
    TIER = "tier", _("A tier")


class ProposalDecision(models.TextChoices):
    """What a person decided about a proposal."""

    GRANTED = "granted", _("Granted")
    DECLINED = "declined", _("Declined")
    OVERTAKEN = "overtaken", _("Overtaken by a newer one")


class ProposalState(models.TextChoices):
    """Where a proposal stands: see policies.PROPOSAL_ACTS for what each allows."""

    ASKED = "asked", _("Waits for the partner’s word")
    ANSWERED = "answered", _("The partner has answered")
    SILENT = "silent", _("The days to answer are over")
    WELCOME = "welcome", _("May be decided")
    GRANTED = "granted", _("Granted")
    DECLINED = "declined", _("Declined")
    OVERTAKEN = "overtaken", _("Overtaken")


class ProposalAct(models.TextChoices):
    ANSWER = "answer", _("Answer")
    GRANT = "grant", _("Grant")
    DECLINE = "decline", _("Decline")


class SurveyKind(models.TextChoices):
    RATING = "rating", _("Our people rate partners")
    CUSTOMER = "customer", _("Partners rate us, confidentially")


class KpiName(models.TextChoices):
    """What the KPIs of the catalogue are called."""

    OTIF_LINES = "otif_lines", _("On time and in full, by line")
    OTIF_UNITS = "otif_units", _("On time and in full, by unit")
    ON_TIME_QUANTITY = "on_time_quantity", _("Quantity on time")
    LEAD_TIME_MEAN = "lead_time_mean", _("Lead time, mean")
    LEAD_TIME_P90 = "lead_time_p90", _("Lead time, nine of ten lines")
    LEAD_TIME_SD = "lead_time_sd", _("Lead time, spread")
    ACCEPTANCE_RATE = "acceptance_rate", _("Accepted as asked")
    PROMISE_KEPT = "promise_kept", _("Promises kept")
    PROMISE_STABILITY = "promise_stability", _("Promises that stayed put")
    NOTICE_DAYS = "notice_days", _("Warned in time")
    RESPONSE_HOURS = "response_hours", _("Time to the first answer")
    OVERDUE_QUANTITY_DAYS = "overdue_quantity_days", _("Overdue quantity times days")
    REJECTED_PPM = "rejected_ppm", _("Rejected pieces")
    ACCEPTED_RATE = "accepted_rate", _("Accepted pieces")
    DOCUMENTS_VALID = "documents_valid", _("Valid documents")
    PRICE_VARIANCE = "price_variance", _("Price against standard")
    COST_INDEX = "cost_index", _("Cost index")
    REVENUE_VS_TARGET = "revenue_vs_target", _("Revenue against target")
    REVENUE_GROWTH = "revenue_growth", _("Growth of revenue")
    NET_MARKETING_CONTRIBUTION = "net_marketing_contribution", _("Net marketing contribution")
    RETURN_ON_SALES = "return_on_sales", _("Return on sales")
    RETURN_ON_MARKETING = "return_on_marketing", _("Return on marketing")
    COMMISSION_RATE = "commission_rate", _("Commission rate")
    ACTIVE_CUSTOMERS_KEPT = "active_customers_kept", _("Active customers kept")
    SURVEY_SCORE = "survey_score", _("How our people rate it")
    CASE_RATE = "case_rate", _("Cases for the lines due")
    CASE_DAYS_TO_CLOSE = "case_days_to_close", _("Time to close a case")
    RECOVERY_SATISFACTION = "recovery_satisfaction", _("Satisfaction once a case is closed")
    PARTNERS_LOST = "partners_lost", _("Partners lost to dissatisfaction")
    PAID_WITHIN_TERMS = "paid_within_terms", _("Paid within the terms")
    PAID_WITHIN_30 = "paid_within_30", _("Paid within 30 days")
    CHANGES_INSIDE_LEAD_TIME = "changes_inside_lead_time", _("Changed late by us")
    ANSWER_HOURS = "answer_hours", _("Time to our first answer")
    CONTEST_DAYS = "contest_days", _("Time to decide a contest")
    IDEA_DAYS = "idea_days", _("Time to answer an idea")
    PARTNER_SATISFACTION = "partner_satisfaction", _("What partners say of us")


class KpiFamily(models.TextChoices):
    """Under which heading a KPI stands."""

    DELIVERY = "delivery", _("Delivery")
    QUALITY = "quality", _("Quality")
    COST = "cost", _("Cost")
    SELLING = "selling", _("Selling partners")
    RELATIONSHIP = "relationship", _("Relationship")
    OURS = "ours", _("Ourselves, as a customer")


class PlanState(models.TextChoices):
    """Where a plan stands; see policies.plans for what each allows to whom."""

    PROPOSED = "proposed", _("Proposed")
    AGREED = "agreed", _("Agreed")
    IN_PROGRESS = "in_progress", _("In progress")
    MEASURING = "measuring", _("Measuring")
    EFFECTIVE = "effective", _("Effective")
    NOT_EFFECTIVE = "not_effective", _("Not effective")
    CLOSED = "closed", _("Closed")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CALLED_OFF = "called_off", _("Called off by both")


class PlanAct(models.TextChoices):
    """What people do with a plan as a whole; scorecards.policies_plans says who may when."""

    CHANGE = "change", _("Propose other terms")
    SIGN = "sign", _("Sign")
    DECLINE = "decline", _("Decline these terms")
    WITHDRAW = "withdraw", _("Withdraw these terms")
    START = "start", _("Start")
    CLAIM = "claim", _("Say that the effect is there")
    VERIFY = "verify", _("Verify a period")
    RESUME = "resume", _("Work on it again")
    CLOSE = "close", _("Close")
    ASK_STOP = "ask_stop", _("Ask to call it off")
    AGREE_STOP = "agree_stop", _("Agree to call it off")
    KEEP_GOING = "keep_going", _("Keep going")


class PlanSource(models.TextChoices):
    """What a plan was started from."""

    HAND = "hand", _("By hand")
    CARD = "card", _("A KPI of a card")
    CONTEST = "contest", _("A contest")
    CASE = "case", _("A case")
    RELIABILITY = "reliability", _("What reliability is worth")
    IDEA = "idea", _("An idea")
    CONTRIBUTION = "contribution", _("Contribution to profit")


class VersionState(models.TextChoices):
    """What became of a version of a plan's terms."""

    OPEN = "open", _("Waits for signatures")
    SIGNED = "signed", _("Signed by both")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REPLACED = "replaced", _("Replaced by a newer one")


class PlanActionState(models.TextChoices):
    OPEN = "open", _("Open")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("No longer part of the plan")


class IdeaState(models.TextChoices):
    WAITING = "waiting", _("Waits for our decision")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
