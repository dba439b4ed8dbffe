"""The one page people see at `/`: what this is, in Chinese and English, and where everything is."""

from __future__ import annotations

import base64
import hashlib
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

_STYLE = (
    "body{font:16px/1.6 system-ui,'Noto Sans SC','PingFang SC','Microsoft YaHei',sans-serif;"
    "max-width:46rem;margin:3rem auto;padding:0 1.2rem;color:#1c2430;background:#fbfbf9}"
    "h1{font-weight:650;letter-spacing:.01em}dt{font-weight:600;margin-top:1rem}dd{margin:0}"
    "code{background:#eceae4;padding:.1em .35em;border-radius:.25em}a{color:#0b5cad}"
    "footer{margin-top:3rem;color:#667}"
)
STYLE_HASH = "'sha256-" + base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode() + "'"

_LINKS = (
    (
        "/graphql",
        "GraphQL",
        "查询、变更：POST；订阅：graphql-transport-ws",
        "queries and mutations by POST, subscriptions by graphql-transport-ws",
    ),
    (
        "/graphql/stream",
        "GraphQL SSE",
        "以 text/event-stream 订阅求解进度",
        "subscriptions as server-sent events",
    ),
    (
        "/calendar/….ics",
        "iCalendar",
        "用日历令牌订阅训练年历（muster token --calendar）",
        "the training year as a calendar, with a calendar token",
    ),
    (
        "/ready",
        "ready",
        "数据库已迁移、求解任务可用时为 200，否则 503",
        "200 once the database is migrated and plan runs are taken, else 503",
    ),
    ("/health", "health", "进程存活", "the process is alive"),
)  # fmt: skip -- one link a line
_TEMPLATE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>Muster 动员训练</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>{style}</style></head><body>
<h1>Muster</h1>
<p>国防动员专业保障队伍的登记与年度训练计划：有什么、何时起、状态如何，以及一年的训练怎样排得开。</p>
<p lang="en">A registry of mobilization resources and of how ready they are,
with a planner for the training year.</p>
<dl>{links}</dl>
<p>访问需要令牌：<code>Authorization: Bearer mrt_…</code>；<code>muster token</code> 可以签发。<br>
<span lang="en">Requests carry a bearer token; <code>muster token</code> issues one.</span></p>
<footer>本机数据均为合成数据，除非贵单位另行导入。<span lang="en">All data are synthetic unless your office
imported its own.</span></footer></body></html>
"""


async def front_page(request: Request) -> Response:
    """Answer `/` with the bilingual page; it needs no token and tells nothing about the data."""
    links = "".join(_entry(*link) for link in _LINKS)
    return HTMLResponse(_TEMPLATE.format(style=_STYLE, links=links))


def _entry(path: str, name: str, zh: str, en: str) -> str:
    """Return one entry of the list of links; a path with an ellipsis is no link."""
    title = f"{escape(name)} <code>{escape(path)}</code>"
    if "…" not in path:
        title = f'<a href="{escape(path)}">{title}</a>'
    return f'<dt>{title}</dt><dd>{escape(zh)}<br><span lang="en">{escape(en)}.</span></dd>'
