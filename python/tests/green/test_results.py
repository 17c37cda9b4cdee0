"""The table of results: what is read, and what is said of one that can't be."""

from fractions import Fraction

import pytest

from fpo.green import ResultsError, parse_results, read_results


def read(text):
    return parse_results(text.splitlines(), "r.csv")


def test_rows_are_experiments_or_their_curves():
    results = read(
        "model,experiment,epochs,dataset_size,batch,score,rate\n"
        "a,x,1,100,32,0.5,0.1\n"
        "b,,2,100,,0.7,0.2\n"
        "a,x,2.5,100,32,0.4,0.1\n"
        "b,,2,100,,,0.3\n"
    )
    assert results.models == ("a", "b")
    assert results.hyperparameters == ("rate",)
    (first,) = results.of_model("a")
    assert [point.score for point in first.points] == [0.5, 0.4]
    assert first.last.epochs == Fraction(5, 2)
    assert first.best_score(lower_is_better=False) == 0.5
    assert first.best_score(lower_is_better=True) == 0.4
    # Four steps are an epoch, the last one not full; half an epoch is two.
    assert first.steps_at(first.last, 32) == 10
    second, third = results.of_model("b")
    assert third.best_score(lower_is_better=False) is None
    assert second.hyperparameters == {"rate": "0.2"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "r.csv:1: error: there is no column 'model'"),
        ("model\na\n", "r.csv:1: error: there is no column 'score'"),
        ("model,score\n", "r.csv: error: there are no experiments"),
        ("model,score,score\na,1,2\n", "r.csv:1: error: the column 'score' is there twice"),
        ("model,score\na\n", "r.csv:2: error: expected 2 cells"),
        ("model,score\na,1,2\n", "r.csv:2: error: expected 2 cells"),
        ("model,score\n,1\n", "r.csv:2: error: column 'model' is empty"),
        ("model,score\na,1\na,good\n", "r.csv:3: error: column 'score' is no number: 'good'"),
        ("model,score\na,nan\n", "r.csv:2: error: column 'score' is no number: 'nan'"),
        ("model,score,steps\na,1,1.5\n", "r.csv:2: error: column 'steps' is no integer"),
        ("model,score,epochs\na,1,-1\n", "r.csv:2: error: column 'epochs' is negative"),
        ("model,score,epochs\na,1,1e-99999999\n", "r.csv:2: error: column 'epochs'"),
        ("model,score,kwh\na,1,-2\n", "r.csv:2: error: column 'kwh' is negative"),
        ("model,score,batch\na,1,0\n", "r.csv:2: error: column 'batch' is no integer from 1"),
        (
            "model,score,experiment,epochs,seed\na,1,x,1,1\na,1,x,2,2\n",
            "r.csv:3: error: column 'seed' differs from line 2",
        ),
        (
            "model,score,experiment,epochs\na,1,x,2\na,1,x,1\n",
            "r.csv:3: error: column 'epochs' is less than on line 2",
        ),
        (
            "model,score,experiment,epochs\na,1,x,2\na,1,x,\n",
            "r.csv:3: error: column 'epochs' is given on one of the lines 2, 3",
        ),
        ("model,score,experiment\na,1,x\na,1,x\n", "r.csv:3: error: column 'experiment' names"),
    ],
)
def test_errors_name_line_and_column(text, message):
    with pytest.raises(ResultsError) as raised:
        read(text)
    assert str(raised.value).startswith(message)


def test_files_that_are_no_tables(tmp_path):
    path = tmp_path / "r.csv"
    with pytest.raises(ResultsError, match="can't be read"):
        read_results(path)
    path.write_bytes(b"model,score\n\xff\xfe,1\n")
    with pytest.raises(ResultsError, match="not UTF-8"):
        read_results(path)
    path.write_text('model,score\n"a,1\n')
    with pytest.raises(ResultsError, match="no CSV"):
        read_results(path)
