"""The bottom app's own pages."""

from django.urls import path

from portal.views.account import AccountView, SwitchView
from portal.views.files import FileView
from portal.views.history import HistoryView
from portal.views.home import HomeView
from portal.views.invitations import InvitationView, RevokeView, SendAgainView
from portal.views.jobs import JobCancelView, JobPage
from portal.views.mails import MailsView
from portal.views.staff import StaffActiveView, StaffRoleView, StaffView
from portal.views.theme import theme
from portal.views.tokens import TokenRevokeView, TokensView

app_name = "portal"
urlpatterns = [
    path("home/", HomeView.as_view(), name="home"),
    path("theme/", theme, name="theme"),
    path("account/", AccountView.as_view(), name="account"),
    path("account/partner/", SwitchView.as_view(), name="switch"),
    path("account/staff/", StaffView.as_view(), name="staff"),
    path("account/staff/<slug:public_id>/role/", StaffRoleView.as_view(), name="staff_role"),
    path("account/staff/<slug:public_id>/active/", StaffActiveView.as_view(), name="staff_active"),
    path("account/tokens/", TokensView.as_view(), name="tokens"),
    path("account/tokens/<slug:public_id>/revoke/", TokenRevokeView.as_view(), name="token_revoke"),
    path("account/mails/", MailsView.as_view(), name="mails"),
    path("account/history/", HistoryView.as_view(), name="history"),
    path("files/<slug:public_id>/", FileView.as_view(), name="file"),
    path("jobs/<slug:public_id>/", JobPage.as_view(), name="job"),
    path("jobs/<slug:public_id>/cancel/", JobCancelView.as_view(), name="job_cancel"),
    path("invitation/<str:secret>/", InvitationView.as_view(), name="invitation"),
    path("invitations/<slug:public_id>/again/", SendAgainView.as_view(), name="invitation_again"),
    path("invitations/<slug:public_id>/revoke/", RevokeView.as_view(), name="invitation_revoke"),
]
