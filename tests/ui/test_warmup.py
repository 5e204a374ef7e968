import logging
import threading

from ui.warmup import WarmUp


def test_steps_run_once_in_order_off_the_calling_thread():
    seen = []
    warm_up = WarmUp([lambda: seen.append(("a", threading.current_thread().name)),
                      lambda: seen.append(("b", threading.current_thread().name))])  # fmt: skip
    for _ in range(3):
        warm_up.start()
    assert warm_up.wait(timeout=10)
    assert seen == [("a", "warm-up"), ("b", "warm-up")]


def test_many_threads_start_it_once():
    count = []
    warm_up = WarmUp([lambda: count.append(1)])
    threads = [threading.Thread(target=warm_up.start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert warm_up.wait(timeout=10)
    assert count == [1]


def test_a_failing_step_is_logged_and_the_rest_still_loads(caplog):
    seen = []

    def fail():
        raise RuntimeError("no weights")

    warm_up = WarmUp([fail, lambda: seen.append(1)])
    with caplog.at_level(logging.ERROR, "nnkit.warmup"):
        warm_up.start()
        assert warm_up.wait(timeout=10)
    assert seen == [1]
    assert "no weights" in caplog.text


def test_nothing_is_ready_before_the_start():
    assert not WarmUp([]).wait(timeout=0)
