"""The page for newcomers: public, without JavaScript, and the same whatever we know of who asks."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from portal.views.limits import address_of, is_too_often
from portal.views.mail_links import keep_secret
from suppliers.actions import registrations
from suppliers.enums import RegistrationState
from suppliers.forms_registration import RegisterForm

# So often: an hour from one address, a day to one mail address, an hour from everywhere.
EACH_ADDRESS, EACH_MAIL, EVERYBODY, EACH_LOOK = 20, 3, 200, 60
_HOUR, _DAY = 3600, 86_400


@method_decorator(never_cache, name="dispatch")
class RegisterPage(View):
    """The form; the answer to whatever is sent is one and the same page."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(RegisterForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        if is_too_often("register", address_of(request), times=EACH_ADDRESS, seconds=_HOUR):
            return render(request, "suppliers/onboarding/register_often.html", status=429)
        form = RegisterForm(request.POST)
        if form.is_from_a_machine:
            return self.thanks()
        if not form.is_valid():
            return self.show(form, 422)
        # Who writes to a stranger's address, or to very many, gets the same answer and sends nothing.
        email = form.cleaned_data["email"].lower()
        if not (
            is_too_often("register-mail", email, times=EACH_MAIL, seconds=_DAY)
            or is_too_often("register-all", "all", times=EVERYBODY, seconds=_HOUR)
        ):
            language = translation.get_language() or ""
            registrations.register(facts=form.facts, language=language, at=timezone.now())
        return self.thanks()

    def show(self, form: RegisterForm, status: int = 200) -> HttpResponse:
        return render(self.request, "suppliers/onboarding/register.html", {"form": form}, status=status)

    def thanks(self) -> HttpResponse:
        return HttpResponseRedirect(reverse("suppliers:register_thanks"))


class RegisterThanksPage(View):
    """What happens next, for everybody alike."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "suppliers/onboarding/register_thanks.html")


class RegisterConfirmPage(View):
    """Behind the mail's link: looking changes nothing, pressing the button confirms the address."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, secret: str, **kwargs: Any) -> HttpResponse:
        return keep_secret(self._answer(request, secret))

    def _answer(self, request: HttpRequest, secret: str) -> HttpResponse:
        if is_too_often("register-look", address_of(request), times=EACH_LOOK, seconds=60):
            return render(request, "suppliers/onboarding/register_often.html", status=429)
        now = timezone.now()
        found = registrations.find(secret=secret, at=now)
        if found is None:
            return self.show("unknown", 404)
        if request.method == "POST":
            found = registrations.confirm(registration=found, at=now)
        return self.show("ask" if found.state == RegistrationState.UNCONFIRMED else "done")

    def show(self, step: str, status: int = 200) -> HttpResponse:
        return render(
            self.request, "suppliers/onboarding/register_confirm.html", {"step": step}, status=status
        )
