"""How the tests are shared out to several processes."""

from xdist.scheduler import LoadScopeScheduling

BROWSER = "tests/browser/"


class OneBrowser(LoadScopeScheduling):
    """One by one, but all that drive a browser go to one process, and first: they share one installation."""

    def _split_scope(self, nodeid):
        return BROWSER if nodeid.startswith(BROWSER) else nodeid
