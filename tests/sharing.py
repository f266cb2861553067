"""How the tests are shared out to several processes."""

from xdist.scheduler import LoadScopeScheduling

# What takes long to build is built once: the installation of the browser, a public data set, a demo.
TOGETHER = (
    "tests/browser/",
    "tests/integration/scorecards/test_usaid.py",
    "tests/integration/scorecards/test_rows_add_up.py",
)


class OneBrowser(LoadScopeScheduling):
    """One by one, but what is built for many goes to one process: first all that drive a browser."""

    def _split_scope(self, nodeid):
        return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid)
