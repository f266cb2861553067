"""Some addresses are secrets: whoever knows them is let in. They are in no log."""

import logging
import re

# A link in a mail, an invitation, a feed: the part after these words is the secret.
_SECRET = re.compile(r"(/(?:task|calendar|invitation|register/confirm|s)/)[^/\s\"'?]+")


def without_secrets(text: str) -> str:
    """ "/task/abc/" becomes "/task/…/"."""
    return _SECRET.sub(r"\1…", text)


class SecretPaths(logging.Filter):
    """Takes secret addresses out of what is logged, wherever in the message they stand."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if (clean := without_secrets(message)) != message:
            record.msg, record.args = clean, ()
        return True
