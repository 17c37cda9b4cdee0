"""The report as a page and as tables: complete, escaped, and without any need of a network."""

import html.parser
import re
import shutil
import subprocess

import pytest

from fpo.green import Metric, ModelCost, create_report, to_html, to_latex, to_markdown
from fpo.green.latex import escape
from fpo.green.quantity import Interval, Unknown
from fpo.green.table import Column, Kind, scaled, write_cell

VOID = {"meta", "link", "br", "img", "hr", "input"}


class Checker(html.parser.HTMLParser):
    """Holds the tags against each other, and collects ids, links and text."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.links, self.text = [], [], [], []

    def handle_starttag(self, tag, attributes):
        self.check(tag, dict(attributes))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.check(tag, dict(attributes))

    def check(self, tag, attributes):
        if identifier := attributes.get("id"):
            self.ids.append(identifier)
        self.links += [
            attributes[name] for name in ("src", "href", "xlink:href") if name in attributes
        ]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


@pytest.fixture
def report(models, results):
    return create_report(models, results, metric=Metric("accuracy"), version="1.2.3", title="A & B")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, ("0", "")),
        (999, ("999", "")),
        (1000, ("1.00", "k")),
        (999_999, ("1.00", "M")),
        (8_240_140_136, ("8.24", "G")),
        (10**23, ("100", "Z")),
        (10**40, ("1.00e+40", "")),
        (10**400, ("1.00e+400", "")),
        (1.5e-7, ("150", "n")),
        (12.34, ("12.3", "")),
    ],
)
def test_numbers_have_three_digits_and_a_prefix(value, text):
    assert scaled(value) == text


def test_cells():
    column = Column("Energy", Kind.SCALED, "J")
    assert write_cell(Interval(0.016, 1.88), column) == "16.0 mJ to 1.88 J"
    assert write_cell(Interval(3340.0, None), column) == "at least 3.34 kJ"
    assert write_cell(Unknown("why"), column) == "unknown"


def test_page_is_whole_and_needs_no_network(report):
    page = to_html(report)
    checker = Checker()
    checker.feed(page)
    assert checker.open == []
    assert len(checker.ids) == len(set(checker.ids))
    assert all(link.startswith("#") for link in checker.links)
    assert {link[1:] for link in checker.links} <= set(checker.ids)
    assert not re.search(r"url\((?!#)|@import|<script src", page)
    text = " ".join(checker.text)
    assert "no rule <is> 100% known" in text
    assert "large_<b>&$" in text
    assert "<b>" not in page
    for name in ("efficiency", "expected", "expected-fpo", "budget", "training"):
        assert f'id="figure-{name}"' in page


def test_page_without_results(models):
    page = to_html(create_report(models, None, version="1"))
    assert 'id="table-models"' in page
    assert 'id="table-cost"' not in page
    assert "<figure" not in page


def test_forward_passes_alone_are_called_that(report, report_of_model, results):
    assert "forward passes alone" not in to_markdown(report) + to_html(report)
    del report_of_model["training"]
    names = results.models
    report = create_report([ModelCost(one, report_of_model) for one in names], results, version="1")
    for text in (to_markdown(report), to_latex(report), to_html(report)):
        assert "forward passes alone" in text


def test_pages_are_the_same_each_time(report):
    assert to_html(report) == to_html(report)


def test_markdown(report):
    text = to_markdown(report)
    assert "| small | 3.01 k | 200 | 3 | 1.81 M |" in text
    assert r"large\_\<b\>&$" in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert all(line.count("|") - line.count("\\|") >= 4 for line in rows)
    assert "- small: no score of s2" in text
    assert "Counted by fpo 1.2.3" in text


def check_latex(text):
    """Braces and environments close, and rows have as many cells as columns."""
    depth, environments = 0, []
    for line in text.splitlines():
        line = re.sub(r"(?<!\\)%.*", "", line)
        for command, name in re.findall(r"\\(begin|end)\{(\w+)", line):
            if command == "begin":
                environments.append(name)
            else:
                assert environments.pop() == name
        if columns := re.search(r"\\begin\{tabular\}\{([lr]+)\}", line):
            expected = len(columns[1])
        if line.endswith(r"\\"):
            assert len(re.findall(r"(?<!\\)&", line)) == expected - 1
        plain = re.sub(r"\\[{}\\$&#%_]", "", line)
        depth += plain.count("{") - plain.count("}")
        assert depth == 0
        assert not re.search(r"[$#_^~](?!\\geq|\\mathrm| \\num)", re.sub(r"\$.*?\$", "", plain))
    assert environments == []


def test_latex(report):
    text = to_latex(report)
    check_latex(text)
    assert r"\cite{schwartz2020green}" in text
    assert "fpo 1.2.3" in text
    assert r"small & \num{3.01} & \num{200} & \num{3} & \num{1.81}" in text
    assert r"large\_\textless{}b\textgreater{}\&\$" in text


def test_latex_escapes_everything():
    ugly = "".join(chr(code) for code in range(0x20, 0x7F)) + "\n\x1b"
    check_latex(r"\begin{tabular}{l}" + "\n" + escape(ugly) + r" \\" + "\n" + r"\end{tabular}")


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("pdflatex"), reason="there is no pdflatex")
def test_latex_compiles(report, tmp_path):
    (tmp_path / "tables.tex").write_text(to_latex(report))
    (tmp_path / "paper.tex").write_text(
        "\\documentclass{article}\\usepackage{booktabs}\\usepackage{siunitx}"
        "\\begin{document}\\input{tables}\\end{document}\n"
    )
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout[-2000:]


BROWSER = shutil.which("chromium") or shutil.which("google-chrome")


@pytest.mark.long
@pytest.mark.skipif(not BROWSER, reason="there is no Chromium")
def test_tables_sort_in_a_browser(report, tmp_path):
    click = """<script>
      const table = document.querySelector('#table-experiments');
      const press = () => table.querySelector('thead th:nth-child(5) button').click();
      const cells = () => [...table.querySelectorAll('tbody td:nth-child(5)')];
      const scores = () => cells().map((cell) => cell.textContent).join();
      press(); const up = scores(); press(); document.title = up + '|' + scores();
    </script>"""
    page = tmp_path / "page.html"
    page.write_text(to_html(report).replace("</body>", click + "</body>"))
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", page.as_uri()]
    dom = subprocess.run(command, capture_output=True, text=True, timeout=120).stdout
    assert "<title>0.6000,0.8000,0.9000,unknown|0.9000,0.8000,0.6000,unknown</title>" in dom
