"""What the documents show of Python is what happens."""

import doctest
import re

import pytest


@pytest.mark.parametrize("document", ["README.md", "python/README.md", "docs/Python.md"])
def test_examples(document, root, monkeypatch):
    monkeypatch.chdir(root)
    blocks = re.findall(r"^```python\n(.*?)^```$", (root / document).read_text(), re.M | re.S)
    assert blocks
    text = "\n".join(blocks)
    test = doctest.DocTestParser().get_doctest(text, {}, document, document, 0)
    assert test.examples
    report = []
    runner = doctest.DocTestRunner()
    runner.run(test, out=report.append)
    assert not runner.failures, "".join(report)
