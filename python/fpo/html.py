"""A report as HTML: self-contained, without scripts, for notebooks and pages."""

from __future__ import annotations

from html import escape

from fpo.report import ConventionReport, CostReport, Count, Difference, Op, TreeNode, Views

_STYLE = """
.fpo-report { --line: #d8dde3; --soft: #6b7682; --bar: #3f7fbf; --warn: #a4510b; --back: #f6f8fa;
  font: 13px/1.5 system-ui, sans-serif; max-width: 62em; color: inherit; }
@media (prefers-color-scheme: dark) { .fpo-report { --line: #3a424c; --soft: #98a3af;
  --bar: #5b9bd5; --warn: #e9a15c; --back: #1d232a; } }
.fpo-report h3 { font-size: 15px; margin: 0 0 .6em; font-weight: 600; }
.fpo-report h3 small { color: var(--soft); font-weight: normal; margin-left: .6em; }
.fpo-report .cards { display: flex; flex-wrap: wrap; gap: .5em; margin: 0 0 1em; }
.fpo-report .card { border: 1px solid var(--line); border-radius: 6px; padding: .4em .8em;
  background: var(--back); min-width: 6.5em; }
.fpo-report .card b { display: block; font-size: 17px; font-weight: 600;
  font-variant-numeric: tabular-nums; }
.fpo-report .card span { color: var(--soft); }
.fpo-report details { margin-left: 1.1em; }
.fpo-report details.top { margin: 0 0 1em; }
.fpo-report summary { cursor: pointer; }
.fpo-report details.top > summary { font-weight: 600; padding: .2em 0; }
.fpo-report .row { display: inline-grid; vertical-align: middle; align-items: center; gap: .8em;
  grid-template-columns: minmax(8em, 1fr) 6.5em 4em 9em; width: calc(100% - 1.4em);
  border-bottom: 1px solid var(--line); padding: .1em 0; }
.fpo-report .leaf { margin-left: 1.1em; padding-left: 1em; }
.fpo-report .leaf .row { width: calc(100% - .4em); }
.fpo-report .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.fpo-report .bar { height: .6em; background: var(--bar); border-radius: 2px; min-width: 1px; }
.fpo-report table { border-collapse: collapse; width: 100%; margin: .3em 0; }
.fpo-report th, .fpo-report td { text-align: left; padding: .15em .8em .15em 0; background: none;
  border-bottom: 1px solid var(--line); vertical-align: top; }
.fpo-report th { color: var(--soft); font-weight: normal; }
.fpo-report th.number, .fpo-report td.number { text-align: right; }
.fpo-report .unknown { color: var(--warn); }
.fpo-report code { font-size: 12px; overflow-wrap: anywhere; }
"""
_TOP_OPS = 20
_NAMES = {"mac": "MAC", "iop": "integer ops", "params": "parameters"}
_UNITS = ["", "k", "M", "G", "T", "P", "E", "Z"]


def _short(count: Count, unit: str = "") -> str:
    """A count with three digits and a metric prefix; an expression as it is."""
    if count is None:
        return "?"
    if isinstance(count, tuple):
        low, high = count
        return f"{_short(low, unit)}+" if high is None else f"{_short(low)}..{_short(high, unit)}"
    if isinstance(count, str):
        return f"{count} {unit}".strip()
    value, step = float(count), 0
    while value >= 999.5 and step + 1 < len(_UNITS):
        value, step = value / 1000, step + 1
    digits = f"{value:.0f}" if step == 0 else f"{value:.3g}"
    return f"{digits} {_UNITS[step]}{unit}".strip()


def _exact(count: Count) -> str:
    if isinstance(count, tuple):
        low, high = count
        return f"at least {_exact(low)}" if high is None else f"{_exact(low)} to {_exact(high)}"
    return f"{count:,}" if isinstance(count, int) else str(count)


def _number(count: Count, unit: str = "") -> str:
    return (
        f'<span class="number" title="{escape(_exact(count))}">{escape(_short(count, unit))}</span>'
    )


def _cards(report: CostReport) -> str:
    totals = report.totals
    bytes_ = {"read", "write", "fused", "peak"}
    cards = [(report.convention.upper(), totals.fpo, "")]
    cards += [
        (name, getattr(totals, name), "B" if name in bytes_ else "")
        for name in ("mac", "iop", "read", "write", "fused", "peak", "params")
        if getattr(totals, name) not in (None, 0)
    ]
    return "".join(
        f'<div class="card"><b title="{escape(_exact(count))}">{escape(_short(count, unit))}</b>'
        f"<span>{escape(_NAMES.get(name, name))}</span></div>"
        for name, count, unit in cards
    )


def _row(node: TreeNode, total: int) -> str:
    share = node.fpo / total if total else 0
    more = "" if node.is_exact else "+"
    return (
        f'<span class="row"><span>{escape(node.name)}</span>'
        f'<span class="number" title="{node.fpo:,}{more}">{_short(node.fpo)}{more}</span>'
        f'<span class="number">{100 * share:.1f} %</span>'
        f'<span><div class="bar" style="width:{100 * share:.1f}%"></div></span></span>'
    )


def _tree(node: TreeNode, total: int) -> str:
    children = "".join(
        _tree(child, total) for child in sorted(node.children.values(), key=lambda one: -one.fpo)
    )
    if not children:
        return f'<div class="leaf">{_row(node, total)}</div>'
    return f"<details><summary>{_row(node, total)}</summary>{children}</details>"


def _table(ops: list[Op]) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(op.location)}</code></td><td>{escape(op.op)}</td>"
        f'<td class="number">{escape(_short(op.times))}</td>'
        + "".join(
            f'<td class="number">{_number(count, unit)}</td>'
            for count, unit in ((op.fpo, ""), (op.mac, ""), (op.read, "B"), (op.write, "B"))
        )
        + "</tr>"
        for op in ops
    )
    heads = "".join(
        f'<th class="number">{name}</th>' for name in ("times", "FPO", "MAC", "read", "write")
    )
    return f"<table><tr><th>location</th><th>op</th>{heads}</tr>{rows}</table>"


def _unknown(report: Views) -> str:
    if not report.unknown:
        return ""
    rows = "".join(
        f"<tr><td><code>{escape(one.location)}</code></td><td>{escape(one.op)}</td>"
        f"<td>{escape(one.reason)}</td></tr>"
        for one in report.unknown
    )
    return (
        f'<details class="top unknown" open><summary>unknown ops: {len(report.unknown)}; the '
        f"totals are at least that</summary><table>{rows}</table></details>"
    )


def to_html(report: CostReport) -> str:
    """A fragment of HTML with all that it needs: totals, the tree of scopes, the most expensive
    ops, and what is unknown."""
    data = report.to_dict()
    title = escape(f"{data['file']}" + (f"  @{report.entry}" if report.entry else ""))
    about = escape(f"{report.convention}, {data['count']}, {report.status}")
    tree = report.tree
    scopes = ""
    if tree.children:
        shown = "".join(
            _tree(child, tree.fpo)
            for child in sorted(tree.children.values(), key=lambda one: -one.fpo)
        )
        scopes = f'<details class="top" open><summary>by scope</summary>{shown}</details>'
    known = [op for op in report.ops if isinstance(op.fpo, int)]
    top = sorted(known, key=lambda op: -op.fpo)[:_TOP_OPS]
    ops = (
        f'<details class="top"{"" if scopes else " open"}><summary>the {len(top)} most '
        f"expensive ops of {len(report.ops)}</summary>{_table(top)}</details>"
        if top
        else ""
    )
    return (
        f'<div class="fpo-report"><style>{_STYLE}</style><h3>{title}<small>{about}</small></h3>'
        f'<div class="cards">{_cards(report)}</div>{_unknown(report)}{scopes}{ops}</div>'
    )


def conventions_to_html(report: ConventionReport) -> str:
    """A fragment of HTML: the total in each convention, and why it is another one."""
    data = report.to_dict()
    title = escape(f"{data['file']}" + (f"  @{data['entry']}" if data["entry"] else ""))

    def why(differences: tuple[Difference, ...]) -> str:
        return "<br>".join(
            f"{100 * abs(each.share):.1f} % {'less' if each.share > 0 else 'more'}: "
            f"{escape(each.reason)}"
            for each in differences
        )

    rows = "".join(
        f'<tr><td>{name}</td><td class="number">{escape(_exact(one.totals.fpo))}</td>'
        f"<td>{one.status}</td><td>{why(one.differences)}</td></tr>"
        for name, one in report.conventions.items()
    )
    return (
        f'<div class="fpo-report"><style>{_STYLE}</style><h3>{title}<small>all conventions, '
        f"{data['count']}</small></h3><table><tr><th>convention</th>"
        '<th class="number">total</th><th></th><th>beside fpo</th></tr>'
        f"{rows}</table>{_unknown(report)}</div>"
    )


def to_page(report: CostReport | ConventionReport) -> str:
    """What a notebook shows of a report, as a whole page."""
    title = escape(f"{report.to_dict()['file']}: what it costs")
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="color-scheme" content="light dark"></head>'
        f'<body style="margin:2em">{report._repr_html_()}</body></html>\n'
    )
