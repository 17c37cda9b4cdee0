"""Where work runs: in processes of this machine, or on a Ray cluster.

An executor runs a function on many arguments and yields what comes out as it comes. A worker that
dies takes nothing with it but what it was doing, which is tried again; what keeps killing workers
becomes a ``Failure``.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import socket
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any, Protocol

from fpo.errors import FpoError


@dataclass(frozen=True)
class Failure:
    """Why there is no result."""

    reason: str


def _failure(error: BaseException) -> Failure:
    message = str(error).partition("\n")[0]
    return Failure(f"{type(error).__name__}: {message}")


class Executor(Protocol):
    """Runs work; one at a time."""

    def run(
        self, function: Callable[..., Any], work: Mapping[str, tuple[Any, ...]]
    ) -> Iterator[tuple[str, Any]]:
        """Calls ``function`` with the arguments of each key, in any order.

        Yields the keys, each once, with what is returned or a Failure. ``function`` and arguments
        must be picklable; arguments that are the same object are sent once. It may be called
        again for a key when a worker died, so it must have no effects.
        """
        ...


class ProcessExecutor:
    """Runs work in processes of this machine."""

    def __init__(self, jobs: int | None = None):
        """With ``jobs`` processes; by default as many as this process may use cores."""
        self.jobs = jobs or len(os.sched_getaffinity(0))

    def run(
        self, function: Callable[..., Any], work: Mapping[str, tuple[Any, ...]]
    ) -> Iterator[tuple[str, Any]]:
        pending = dict(work)
        while pending:
            suspects: list[str] = []
            for key, result in self._run_until_one_dies(function, pending, self.jobs, suspects):
                del pending[key]
                yield key, result
            # One of those that ran when a process died is to blame. Alone, it shows.
            for suspect in suspects:
                arguments = {suspect: pending.pop(suspect)}
                alone: list[str] = []
                yield from self._run_until_one_dies(function, arguments, 1, alone)
                if alone:
                    yield suspect, Failure("the process that worked on it died")

    @staticmethod
    def _run_until_one_dies(
        function: Callable[..., Any],
        work: Mapping[str, tuple[Any, ...]],
        jobs: int,
        suspects: list[str],
    ) -> Iterator[tuple[str, Any]]:
        """Runs ``work`` until it ends or a process dies; ``suspects`` are what was running then."""
        queue = list(work.items())[::-1]
        running: dict[Future[Any], str] = {}
        # A forked process would share locks and threads with this one.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(min(jobs, len(queue)), mp_context=context) as pool:
            while running or (queue and not suspects):
                while queue and len(running) < jobs and not suspects:
                    key, arguments = queue.pop()
                    try:
                        running[pool.submit(function, *arguments)] = key
                    except BrokenProcessPool:
                        suspects.append(key)
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    key = running.pop(future)
                    try:
                        yield key, future.result()
                    except BrokenProcessPool:
                        suspects.append(key)
                    except Exception as error:
                        yield key, _failure(error)


def _check_address(address: str) -> None:
    """Raises OSError if nobody listens at ``host:port``; Ray itself would try for many minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if host and port.isdecimal():
        socket.create_connection((host, int(port)), timeout=10).close()


class RayExecutor:
    """Runs work on a Ray cluster, whose nodes may come and go."""

    #: How many nodes and workers may die under a piece of work before it is given up.
    RETRIES = 5

    def __init__(self, address: str | None = None, *, resource: str | None = None):
        """On the cluster at ``address``, by default one on this machine that is started.

        With ``resource``, each piece takes one unit of that resource of its node, beside a core.
        Raises FpoError if Ray is not installed, or there is no such cluster.
        """
        try:
            import ray
        except ImportError:
            reason = "a cluster needs Ray: pip install 'fpo[ray]'; --local goes without"
            raise FpoError.of(reason) from None
        self._ray = ray
        self._resource = resource
        self._started = not ray.is_initialized()
        if self._started:
            options: dict[str, Any] = {"address": address or "local"}
            if not address:
                options |= {
                    "include_dashboard": False,
                    "resources": {resource: 1} if resource else None,
                }
            try:
                _check_address(options["address"])
                ray.init(log_to_driver=False, logging_level=logging.ERROR, **options)
            except (OSError, RuntimeError, ValueError) as error:
                reason = str(error).partition("\n")[0]
                raise FpoError.of(f"the Ray cluster can't be used: {reason}") from None

    def close(self) -> None:
        """Lets go of the cluster; one that was started ends."""
        if self._started:
            self._ray.shutdown()

    def __enter__(self) -> RayExecutor:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def run(
        self, function: Callable[..., Any], work: Mapping[str, tuple[Any, ...]]
    ) -> Iterator[tuple[str, Any]]:
        ray = self._ray
        if self._resource and self._resource not in ray.cluster_resources():
            stated = f"ray start --resources='{{\"{self._resource}\": 1}}'"
            reason = f"no node of the cluster has the resource '{self._resource}'"
            raise FpoError.of(f"{reason}; start some by {stated}")
        resources = {self._resource: 1} if self._resource else None
        remote = ray.remote(function).options(
            max_retries=self.RETRIES, num_cpus=1, resources=resources
        )
        queue = list(work.items())[::-1]
        shared: dict[int, Any] = {}
        running: dict[Any, str] = {}
        while queue or running:
            # As much as keeps all nodes busy, also ones that come.
            while queue and len(running) < 4 * max(1, int(ray.cluster_resources().get("CPU", 1))):
                key, arguments = queue.pop()
                running[remote.remote(*(self._share(one, shared) for one in arguments))] = key
            done, _ = ray.wait(list(running), num_returns=1)
            for reference in done:
                key = running.pop(reference)
                try:
                    yield key, ray.get(reference)
                except ray.exceptions.RayTaskError as error:
                    yield key, _failure(error.cause)
                except ray.exceptions.RayError as error:
                    yield key, Failure(f"its workers died: {type(error).__name__}")

    def _share(self, argument: Any, shared: dict[int, Any]) -> Any:
        """Bytes go into the object store once, and from there to each node that needs them."""
        if not isinstance(argument, bytes):
            return argument
        if id(argument) not in shared:
            shared[id(argument)] = self._ray.put(argument)
        return shared[id(argument)]
