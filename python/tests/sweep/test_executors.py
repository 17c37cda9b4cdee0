"""Work in processes and on a cluster, some of which dies."""

import os
import time
from pathlib import Path

import pytest

from fpo.errors import FpoError
from fpo.sweep import Failure, ProcessExecutor, RayExecutor


def square(number, content=b""):
    return number * number + len(content)


def stumble(number):
    if number == 3:
        raise ValueError("three is not welcome")
    return number


def die(number):
    if number == 4:
        os._exit(9)
    time.sleep(0.02)
    return number


def collect(executor, function, *arguments):
    pairs = list(executor.run(function, {str(one[0]): one for one in arguments}))
    assert len(pairs) == len(dict(pairs)) == len(arguments)
    return dict(pairs)


@pytest.fixture(params=["processes", pytest.param("ray", marks=pytest.mark.long)])
def executor(request, monkeypatch):
    if request.param == "processes":
        yield ProcessExecutor(2)
    else:
        pytest.importorskip("ray")
        # Where Ray's workers find this module.
        monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent), prepend=os.pathsep)
        with RayExecutor() as ray:
            yield ray


def test_results_of_all(executor):
    content = bytes(1000)
    expected = {str(number): number * number + 1000 for number in range(12)}
    assert collect(executor, square, *((number, content) for number in range(12))) == expected


def test_an_error_is_one_result(executor):
    results = collect(executor, stumble, *((number,) for number in range(6)))
    assert results.pop("3") == Failure("ValueError: three is not welcome")
    assert results == {str(number): number for number in (0, 1, 2, 4, 5)}


def test_what_kills_its_process_is_one_result(executor):
    results = collect(executor, die, *((number,) for number in range(10)))
    assert "died" in results.pop("4").reason
    assert results == {str(number): number for number in range(10) if number != 4}


@pytest.mark.long
def test_an_address_where_nobody_listens():
    pytest.importorskip("ray")
    with pytest.raises(FpoError, match="the Ray cluster can't be used"):
        RayExecutor("127.0.0.1:9")


@pytest.mark.long
def test_a_resource_that_no_node_has():
    ray = pytest.importorskip("ray")
    ray.init(num_cpus=1, include_dashboard=False)
    try:
        with pytest.raises(FpoError, match="ray start --resources"):
            collect(RayExecutor(resource="unheard_of"), square, (1,))
    finally:
        ray.shutdown()
