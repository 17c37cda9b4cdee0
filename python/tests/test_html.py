"""Reports as HTML, for notebooks and pages."""

import re
import shutil
import subprocess

import pytest

import fpo
from fpo.html import to_page


def test_html_is_self_contained_and_escaped(program):
    from html.parser import HTMLParser

    class Parser(HTMLParser):
        def __init__(self):
            super().__init__()
            self.open, self.text = [], ""

        def handle_starttag(self, tag, attributes):
            assert not {"src", "href"} & {name for name, _ in attributes}
            self.open.append(tag)

        def handle_endtag(self, tag):
            assert self.open.pop() == tag

        def handle_data(self, data):
            self.text += data

    report = fpo.analyze(program.replace("net.fc", "net.<b>&fc"))
    parser = Parser()
    parser.feed(report._repr_html_())
    assert not parser.open
    assert "136" in parser.text and "net.<b>&fc" in parser.text


def test_html_names_what_is_unknown():
    report = fpo.analyze("""func.func @f(%x: f32) -> f32 {
      %0 = "my.op"(%x) : (f32) -> f32 loc("net.mine")
      return %0 : f32 }""")
    assert "my.op" in report._repr_html_() and "0+" in report._repr_html_()


def test_html_of_all_conventions(program):
    page = to_page(fpo.analyze(program, convention="all"))
    rows = re.findall(r'<td>(fpo|mac|torch|xla)</td><td class="number">([\d,]+)</td>', page)
    assert rows == [("fpo", "136"), ("mac", "64"), ("torch", "128"), ("xla", "144")]
    assert "47.1 % less: a multiply-accumulate is one operation" in page


BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
# Opens each scope and says what is seen: names of rows, widths of bars, and whether all fits.
LOOK = """<script>
  const seen = (element) => element.checkVisibility() && element.getBoundingClientRect().width > 0;
  const rows = () => [...document.querySelectorAll('.row')].filter(seen);
  const names = () => rows().map((row) => row.firstChild.textContent).join();
  const closed = names();
  document.querySelectorAll('details').forEach((each) => { each.open = true; });
  const bars = rows().map((row) => row.querySelector('.bar').getBoundingClientRect().width);
  const fits = document.documentElement.scrollWidth <= window.innerWidth;
  document.title = [closed, names(), bars[1] / bars[0] < 1, fits].join('|');
</script>"""


@pytest.mark.long
@pytest.mark.skipif(not BROWSER, reason="there is no Chromium")
@pytest.mark.parametrize("width", [500, 1200])
def test_a_page_in_a_browser(program, tmp_path, width):
    page = tmp_path / "page.html"
    page.write_text(to_page(fpo.analyze(program)).replace("</body>", LOOK + "</body>"))
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]
    command += [f"--window-size={width},800", page.as_uri()]
    dom = subprocess.run(command, capture_output=True, text=True, timeout=120).stdout
    # The product is 128 of 136 operations, the addition of the activation 8.
    title = re.search("<title>(.*)</title>", dom)[1]
    assert title == "net|net,fc,act|true|true"
