"""The executives' page, and the same on one sheet."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic import TemplateView, View

from cms.permissions_executive import READERS
from cms.presenters.executive import report
from portal.pdf import pdf_response
from portal.views.base import StaffMixin


class ReportPage(StaffMixin, TemplateView):
    """As the mail of this month says it, with the figures as they are now."""

    roles = READERS
    template_name = "cms/executive/report.html"
    http_method_names = ["get"]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(report=report(self.actor, timezone.now()), **kwargs)


class ReportPdf(StaffMixin, View):
    roles = READERS
    http_method_names = ["get"]

    def get(self, request: HttpRequest) -> HttpResponse:
        found = report(self.actor, timezone.now())
        context = {"report": found, "company": settings.COMPANY_NAME}
        return pdf_response("cms/executive/paper.html", context, f"report {found.key}")
