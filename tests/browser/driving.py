"""A person at a browser. What goes wrong in it (scripts, styles, requests to other hosts) is written down."""

import re

from axe_playwright_python.sync_playwright import Axe

PASSWORD = "accord-demo"
AXE = Axe()
# Who leaves a page breaks off what it still asks for; htmx says so in two messages. A failed one has others.
BROKEN_OFF = ("htmx:sendAbort", "htmx:afterRequest")
# What the editor saves by itself is refused when the person has saved meanwhile: theirs counts.
EDITOR = re.compile(r"/cms/pages/\d+/edit/$")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Visitor:
    """Somebody with a browser of their own; `problems`: what the console and the network complained about."""

    def __init__(self, chromium, address, sessions, email, options):
        self.address = address
        self.email = email
        self.problems = []

        state = sessions.get(email) if email else None
        self.context = chromium.new_context(base_url=address, storage_state=state, **options)
        self.context.route("**/*", self._only_here)
        self.context.on("weberror", lambda error: self.problems.append(str(error.error)))
        self.page = self.context.new_page()
        self.page.on("console", self._console)
        self.page.on("response", self._response)
        if email and state is None:
            self.log_in(email)
            sessions[email] = self.context.storage_state()

    def log_in(self, email, password=PASSWORD):
        self.page.goto("/accounts/login/")
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_url("**/home/")

    def open(self, path):
        """Go there; the answer must be a page."""
        response = self.page.goto(path)
        assert response.status == 200, f"{path}: {response.status}"
        return self.page

    def follow(self, target):
        """Click what leads to another page, and wait until that page is whole."""
        with self.page.expect_navigation():
            target.click()

    def send(self, path, **fields):
        """Post a form past the page, as somebody might who is not offered it: (status, the page's words)."""
        token = next(one["value"] for one in self.context.cookies() if one["name"].endswith("csrftoken"))
        headers = {"X-CSRFToken": token, "Referer": f"{self.address}{path}"}
        answer = self.context.request.post(path, form=fields, headers=headers, max_redirects=0)
        return answer.status, answer.text()

    def status_of(self, path):
        """The status of an address that may be closed to this person."""
        return self.context.request.get(path, max_redirects=0).status

    def leave(self):
        self.context.close()

    def _only_here(self, route):
        if route.request.url.startswith((self.address, "data:", "blob:")):
            route.continue_()
        else:
            self.problems.append(f"asks {route.request.url}")
            route.abort()

    def _console(self, message):
        if message.type not in ("error", "warning") or message.text.startswith(BROKEN_OFF):
            return
        if not (EDITOR.search(message.location["url"]) and "status of 400" in message.text):
            self.problems.append(f"{self.page.url}: {message.text}")

    def _response(self, response):
        by_itself = response.request.resource_type == "fetch" and EDITOR.search(response.url)
        if response.status >= 400 and not (by_itself and response.status == 400):
            self.problems.append(f"{response.status} {response.url}")


def accessibility_problems(page, rules=RULES):
    """What axe finds on the whole page, once it is there: rule, and where."""
    page.wait_for_load_state()
    found = AXE.run(page, options={"runOnly": rules, "resultTypes": ["violations"]}).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['html'][:160]}" for rule in found for node in rule["nodes"]
    ]


def overflow(page):
    """How many pixels the page is wider than its window; pages never scroll sideways."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
