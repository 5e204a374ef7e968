"""Any number of threads may use one network, load one, and cut one, at the same time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import torch

from nnkit import vision
from nnkit.vision import LOGITS, VisionNetwork, zoo


def climb(network, layer, picture):
    """A few steps of a dream and what the network says of each."""
    found = []
    for _ in range(4):
        moving = picture.detach().requires_grad_(True)
        score = network.until(layer)(moving).square().mean()
        (slopes,) = torch.autograd.grad(score, moving)
        picture = (picture + 0.05 * slopes / slopes.abs().max()).clamp(0, 1)
        found += [picture, network.logits(picture)]
    return found


def test_two_threads_get_what_one_alone_gets_to_the_bit(network, noise):
    jobs = [
        ("block 3", noise(1, 3, 80, 65)),
        ("block 9", noise(1, 3, 80, 65, seed=1)),
        ("head", noise(1, 3, 66, 96)),
    ]
    alone = [climb(network, *job) for job in jobs]
    with ThreadPoolExecutor(len(jobs)) as pool:
        together = list(pool.map(lambda job: climb(network, *job), jobs * 3))
    for found, wanted in zip(together, alone * 3, strict=True):
        assert all(torch.equal(a, b) for a, b in zip(found, wanted, strict=True))


def test_a_network_can_be_loaded_while_others_run(squeezenet, noise):
    """torch.fx watches every module of the process while it traces one."""
    picture, done = noise(1, 3, 64, 64), Event()
    wanted = squeezenet.logits(picture)

    def run():
        found = []
        while not done.is_set():
            found.append(squeezenet.logits(picture))
        return found

    def load(seed):
        return VisionNetwork("squeezenet1_1", zoo.untrained("squeezenet1_1", seed))

    call, lookup = torch.nn.Module.__call__, torch.nn.Module.__getattr__
    with ThreadPoolExecutor(3) as pool:
        running = pool.submit(run)
        loaded = list(pool.map(load, [0, 1, 2, 3]))
        done.set()
        found = running.result()
    assert found
    assert all(torch.equal(logits, wanted) for logits in found)
    assert torch.equal(loaded[0].logits(picture), wanted)
    assert (torch.nn.Module.__call__, torch.nn.Module.__getattr__) == (call, lookup)


def test_a_fresh_network_is_cut_by_many_at_once(noise):
    network = VisionNetwork("squeezenet1_1", zoo.untrained("squeezenet1_1"))
    picture, start = noise(1, 3, 64, 64), Barrier(4)

    def cut(_):
        start.wait()
        names = [layer.name for layer in network.layers]
        with torch.no_grad():
            ends = [network.behind(name)(network.activations(picture, name)) for name in names]
        return [network.logits(picture), *ends]

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(cut, range(4)))
    wanted = network.until(LOGITS)(picture)
    assert all(torch.equal(results[0], wanted) for results in found)
    assert all(torch.allclose(end, wanted, atol=1e-4) for results in found for end in results)


def test_many_who_load_at_once_share_one_network():
    vision.network._untrained.cache_clear()
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: vision.untrained("squeezenet1_1", 7, "cpu"), range(4)))
    assert all(network is made[0] for network in made)
