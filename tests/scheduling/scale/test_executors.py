"""Executors answer every task once, whatever happens to their workers, and leave nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from scheduling.scale.cluster import Cluster
from scheduling.scale.executor import Executor, InLine, TaskFailed, TaskLost
from scheduling.scale.processes import Processes
from tests.scheduling.scale.chores import Chore, square


def answers(executor: Executor, chores: list[Chore]) -> dict[str, Any]:
    for chore in chores:
        executor.submit(chore)
    found: dict[str, Any] = {}
    deadline = time.monotonic() + 120
    while executor.busy:
        assert time.monotonic() < deadline
        done = executor.next(1.0)
        if done is not None:
            assert done[0].key not in found
            found[done[0].key] = done[1]
    return found


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_processes_do_the_task_of_a_killed_worker_again(tmp_path: Path) -> None:
    chores = [Chore(str(n), n) for n in range(6)]
    chores[1] = Chore("1", 1, deadly=str(tmp_path / "mark"))

    with Processes(square, 2) as executor:
        found = answers(executor, chores)
        pids = executor.pids

    assert found == {str(n): n * n for n in range(6)}
    assert len(pids) == 2
    assert not any(map(alive, pids))
    assert answers(InLine(square), chores[2:]) == {str(n): n * n for n in range(2, 6)}


def test_processes_give_a_deadly_task_up_and_pass_errors_on() -> None:
    with Processes(square, 1) as executor:
        with pytest.raises(TaskLost) as lost:
            answers(executor, [Chore("x", 1, deadly="always")])
        assert (lost.value.key, lost.value.tries) == ("x", 3)
        with pytest.raises(TaskFailed, match="ValueError: negative"):
            answers(executor, [Chore("y", -1)])


def test_processes_die_with_their_parent(tmp_path: Path) -> None:
    code = (
        "from scheduling.scale.processes import Processes\n"
        "from tests.scheduling.scale.chores import Chore, square\n"
        "import time\n"
        "if __name__ == '__main__':\n"
        "    executor = Processes(square, 1)\n"
        "    executor.submit(Chore('x', 1))\n"
        "    while not executor.next(1.0):\n"
        "        pass\n"
        "    executor.submit(Chore('y', 1, seconds=600.0))\n"
        "    print(executor.pids[0], flush=True)\n"
        "    time.sleep(600)\n"
    )
    script = tmp_path / "parent.py"
    script.write_text(code)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, text=True, env=environment
    ) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        assert alive(child)
        parent.send_signal(signal.SIGKILL)
        deadline = time.monotonic() + 20
        while alive(child) and time.monotonic() < deadline:
            time.sleep(0.1)
    assert not alive(child)


def test_a_cluster_does_the_task_of_a_killed_worker_again(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    chores = [Chore(str(n), n) for n in range(6)]
    chores[1] = Chore("1", 1, deadly=str(tmp_path / "mark"))

    with (
        distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address=None,
            local_directory=str(tmp_path),
            silence_logs="CRITICAL",
        ) as local,
        distributed.Client(local) as client,
        Cluster(square, client) as executor,
    ):
        width = executor.width
        found = answers(executor, chores)
        with pytest.raises(TaskLost):
            answers(executor, [Chore("x", 1, deadly="always")])
        # A cluster closed while it starts a worker anew fails in its own clean-up.
        client.wait_for_workers(2, timeout=60)

    assert width == 2
    assert found == {str(n): n * n for n in range(6)}
