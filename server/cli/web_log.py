"""The web process's own log, without the tokens that stand in addresses."""

from __future__ import annotations

import logging
import re
from typing import Any

from gunicorn.glogging import Logger

IN_PATH = re.compile(r"(/(?:ingest|feeds)/[a-z]+/)[^/\s?&\"']{16,}")
IN_QUERY = re.compile(r"([?&](?:token|id|deviceid|pass|context)=)[^&\s\"']+")


def hide_tokens(line: str) -> str:
    """Return a line of the log with each token of an address taken out."""
    return IN_QUERY.sub(r"\1(token)", IN_PATH.sub(r"\1(token)", line))


class HideTokens(logging.Filter):
    """Rewrites every line on its way out; nothing is dropped."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = hide_tokens(record.getMessage()), ()
        return True


class WebLog(Logger):  # type: ignore[misc]
    """gunicorn's log: it names the address of a request that fails, or that is none."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            if not any(isinstance(one, HideTokens) for one in log.filters):
                log.addFilter(HideTokens())
