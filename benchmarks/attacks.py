"""Attacks on 16 photos at 224 px: nnkit beside its floor and its peers, each in its own process.

    python -m benchmarks.attacks [--attacks pgd10,deepfool] [--photos 16] [--rounds 1]

The floor is the least that so many steps must do: forward and backward to the pictures through the
truncated, folded, frozen network. The peers attack the published EfficientNet-Lite0 as it comes,
weights that want gradients and all, behind a layer that normalises. All get the same pictures, the
same targets and the same number of steps; nnkit does not stop early but where it says so. Success
and the lengths of the changes, in 1/255, are those of the pictures rounded to 8 bits; lengths are
means over the pictures that fool. A peer that is not installed is left out.
"""

import argparse
import importlib.util
import json
import statistics
import time
from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor, nn

from benchmarks import rows
from nnkit import samples, vision
from nnkit.attacks import similarity, to_grid
from nnkit.attacks.goal import Goal, away, towards

NAME = "efficientnet_lite0"
MODULES = {"torchattacks": "torchattacks", "foolbox": "foolbox", "art": "art"}
# epsilon and step in 1/255; steps: that the floor is counted for, None where they depend.
ATTACKS: dict[str, dict] = {
    "fgsm": {"title": "FGSM, 4/255", "epsilon": 4.0, "steps": 1},
    "pgd10": {"title": "PGD-10, 2/255", "epsilon": 2.0, "steps": 10, "step": 0.5},
    "pgd40": {"title": "PGD-40 towards random classes, 4/255", "epsilon": 4.0, "steps": 40,
              "step": 0.25, "targeted": True},
    "pgd_l2": {"title": "PGD-10 within a length of 200/255 (L2)", "epsilon": 200.0, "steps": 10,
               "step": 50.0, "norm": "l2"},
    "deepfool": {"title": "DeepFool, top ten classes", "steps": None},
    "cw": {"title": "Carlini-Wagner, 100 steps in all", "steps": 100},
    "cw_targeted": {"title": "Carlini-Wagner towards random classes, 100 steps in all",
                    "steps": 100, "targeted": True},
}  # fmt: skip
# torchattacks takes the gradients of all 1000 classes one by one, ART in each step those of all
# classes among the top ten of any picture.
LEFT_OUT = {("deepfool", "torchattacks"), ("deepfool", "art"), ("pgd_l2", "art")}

Attack = Callable[[], Tensor]


def photos(count: int) -> Tensor:
    """The middles of the sample photos, then the same mirrored."""
    network = vision.load(device="cpu")
    middles = torch.cat([network.middle(samples.load(key)) for key in samples.SAMPLES])
    return to_grid(torch.cat([middles, middles.flip(3)])[:count])


def goal_for(attack: str, labels: Tensor) -> Goal:
    if not ATTACKS[attack].get("targeted"):
        return away(labels.tolist())
    generator = torch.Generator().manual_seed(1)
    shifts = torch.randint(1, 1000, (len(labels),), generator=generator)
    return towards(((labels + shifts) % 1000).tolist())


class Published(nn.Module):
    """The reference network as it comes, behind a layer that normalises."""

    def __init__(self) -> None:
        from efficientnet_lite_pytorch import EfficientNet

        from nnkit.vision import zoo

        super().__init__()
        self.network = EfficientNet.from_name(NAME.replace("_", "-"))
        self.network.load_state_dict(torch.load(zoo._packaged(NAME), weights_only=True))
        self.eval()

    def forward(self, pictures: Tensor) -> Tensor:
        return self.network((pictures - 0.498) / 0.502)


def floor(attack: str, pictures: Tensor, goal: Goal) -> Attack:
    """One step and no more; the table multiplies it."""
    from nnkit import heap

    heap.reuse()
    cut = vision.load(device="cpu").until("logits")

    def run() -> Tensor:
        times = []
        for _ in range(7):
            begin = time.perf_counter()
            start = pictures.clone().requires_grad_()
            torch.autograd.grad(cut(start).amax(dim=1).sum(), start)
            times.append(time.perf_counter() - begin)
        floor.seconds = statistics.median(times[2:])  # type: ignore[attr-defined]
        return pictures

    return run


def nnkit(attack: str, pictures: Tensor, goal: Goal, early_stop: bool = False) -> Attack:
    from nnkit import attacks

    network, wish = vision.load(device="cpu"), ATTACKS[attack]

    def run() -> Tensor:
        if attack == "fgsm":
            settings = attacks.FGSMSettings(wish["epsilon"])
            *_, final = attacks.fgsm(network, pictures, goal, settings)
        elif attack.startswith("pgd"):
            settings = attacks.PGDSettings(
                norm=wish.get("norm", "linf"),
                epsilon=wish["epsilon"],
                steps=wish["steps"],
                step_size=wish["step"],
                early_stop=early_stop,
            )
            *_, final = attacks.pgd(network, pictures, goal, settings)
        elif attack == "deepfool":
            *_, final = attacks.deepfool(network, pictures, goal)
        else:
            *_, final = attacks.carlini_wagner(network, pictures, goal)
        return final.pictures

    return run


def nnkit_early(attack: str, pictures: Tensor, goal: Goal) -> Attack:
    return nnkit(attack, pictures, goal, early_stop=True)


def torchattacks(attack: str, pictures: Tensor, goal: Goal) -> Attack:
    import torchattacks as peer

    module, wish = Published(), ATTACKS[attack]
    labels = torch.tensor(goal.labels)
    if attack == "fgsm":
        made = peer.FGSM(module, eps=wish["epsilon"] / 255)
    elif attack == "pgd_l2":
        made = peer.PGDL2(module, eps=wish["epsilon"] / 255, alpha=wish["step"] / 255,
                          steps=wish["steps"], random_start=False)  # fmt: skip
    elif attack.startswith("pgd"):
        made = peer.PGD(module, eps=wish["epsilon"] / 255, alpha=wish["step"] / 255,
                        steps=wish["steps"], random_start=False)  # fmt: skip
    else:
        made = peer.CW(module, c=1, kappa=0, steps=100, lr=0.01)
    if goal.targeted:
        made.set_mode_targeted_by_function(lambda _, given: given)
    return lambda: made(pictures, labels)


def foolbox(attack: str, pictures: Tensor, goal: Goal) -> Attack:
    import foolbox as peer

    model, wish = peer.PyTorchModel(Published(), bounds=(0, 1), device="cpu"), ATTACKS[attack]
    labels = torch.tensor(goal.labels)
    kind = peer.criteria.TargetedMisclassification if goal.targeted else peer.Misclassification
    epsilon = None
    if attack == "fgsm":
        made = peer.attacks.LinfFastGradientAttack(random_start=False)
        epsilon = wish["epsilon"] / 255
    elif attack == "pgd_l2":
        made = peer.attacks.L2PGD(steps=wish["steps"], abs_stepsize=wish["step"] / 255,
                                  random_start=False)  # fmt: skip
        epsilon = wish["epsilon"] / 255
    elif attack.startswith("pgd"):
        made = peer.attacks.LinfPGD(steps=wish["steps"], abs_stepsize=wish["step"] / 255,
                                    random_start=False)  # fmt: skip
        epsilon = wish["epsilon"] / 255
    elif attack == "deepfool":
        made = peer.attacks.L2DeepFoolAttack(steps=50, candidates=10)
    else:
        made = peer.attacks.L2CarliniWagnerAttack(
            binary_search_steps=5, steps=20, initial_const=0.01, abort_early=False
        )
    return lambda: made(model, pictures, kind(labels), epsilons=epsilon)[1]


def art(attack: str, pictures: Tensor, goal: Goal) -> Attack:
    from art.attacks import evasion
    from art.estimators.classification import PyTorchClassifier

    model = PyTorchClassifier(Published(), nn.CrossEntropyLoss(), (3, 224, 224), 1000,
                              clip_values=(0, 1), device_type="cpu")  # fmt: skip
    wish, targeted = ATTACKS[attack], goal.targeted
    common = {"batch_size": len(pictures)}
    if attack == "fgsm":
        made = evasion.FastGradientMethod(model, eps=wish["epsilon"] / 255, **common)
    elif attack.startswith("pgd"):
        made = evasion.ProjectedGradientDescentPyTorch(
            model, eps=wish["epsilon"] / 255, eps_step=wish["step"] / 255, targeted=targeted,
            max_iter=wish["steps"], verbose=False, **common,
        )  # fmt: skip
    elif attack == "deepfool":
        made = evasion.DeepFool(model, max_iter=50, epsilon=0.02, nb_grads=10, verbose=False,
                                **common)  # fmt: skip
    else:
        made = evasion.CarliniL2Method(model, targeted=targeted, binary_search_steps=5, max_iter=20,
                                       verbose=False, **common)  # fmt: skip
    hot = nn.functional.one_hot(torch.tensor(goal.labels), 1000).numpy()
    return lambda: torch.from_numpy(made.generate(pictures.numpy(), y=hot))


WAYS = {"floor": floor, "nnkit": nnkit, "nnkit, stopping early": nnkit_early,
        "torchattacks": torchattacks, "foolbox": foolbox, "art": art}  # fmt: skip


def measure(way: str, attack: str, count: int) -> None:
    """Print what one row takes as JSON; runs in a process of its own."""
    pictures = photos(count)
    look = vision.load(device="cpu").logits
    labels = look(pictures).argmax(dim=1)
    goal = goal_for(attack, labels)
    run = WAYS[way](attack, pictures, goal)
    if attack == "fgsm":
        run()  # so short that the first call would measure what loading left over
    begin = time.perf_counter()
    found = run()
    seconds = time.perf_counter() - begin
    if way == "floor":
        print(json.dumps({"seconds": floor.seconds}))  # type: ignore[attr-defined]
        return
    found = to_grid(found.detach().float())
    fooled = goal.reached(look(found), torch.tensor(goal.labels))
    linf, l2 = (
        measured(pictures, found)[fooled].mean().item()
        for measured in (similarity.linf, similarity.l2)
    )
    success = fooled.float().mean().item()
    print(json.dumps({"seconds": seconds, "success": success, "linf": linf, "l2": l2}))


def ways_of(attack: str) -> list[str]:
    """The rows of a table, and a line for each that is left out."""
    kept = []
    for way in WAYS:
        if way in MODULES and importlib.util.find_spec(MODULES[way]) is None:
            print(f"{way} is not installed: left out")
        elif (attack, way) in LEFT_OUT:
            print(f"{way} is left out here: it would take hours")
        elif (way != "nnkit, stopping early" or attack.startswith("pgd")) and (
            way != "floor" or ATTACKS[attack]["steps"]
        ):
            kept.append(way)
    return kept


def table(attack: str, count: int, rounds: int) -> None:
    wish = ATTACKS[attack]
    print(f"\n{wish['title']}; {count} photos, best of {rounds}")
    ways = ways_of(attack)
    fresh = partial(rows.in_fresh_process, "benchmarks.attacks")
    runs = [{way: fresh(way, attack, count) for way in ways} for _ in range(rounds)]
    best = {
        way: min((run[way] for run in runs if run[way]), key=lambda row: row["seconds"])
        for way in ways
        if any(run[way] for run in runs)
    }
    if "floor" in best:
        best["floor"]["seconds"] *= wish["steps"]
    head = ("s", "x nnkit", "x floor", "success", "Linf", "L2")
    print(f"{'':<23}" + "".join(f"{each:>9}" for each in head))
    for way, row in best.items():
        ratios = [
            row["seconds"] / best[other]["seconds"] if other in best else float("nan")
            for other in ("nnkit", "floor")
        ]
        line = f"{way:<23}{row['seconds']:>9.2f}{ratios[0]:>9.2f}{ratios[1]:>9.2f}"
        if "success" in row:
            line += f"{row['success']:>9.0%}{row['linf']:>9.1f}{row['l2']:>9.1f}"
        print(line, flush=True)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--attacks", default=",".join(ATTACKS))
    parser.add_argument("--photos", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--measure", nargs=3, default=None, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        way, attack, count = options.measure
        measure(way, attack, int(count))
        return
    print(f"torch {torch.__version__}, {torch.get_num_threads()} threads")
    for attack in options.attacks.split(","):
        table(attack, options.photos, options.rounds)
    print(
        "\naims: torchattacks at least 2.3 x nnkit, foolbox and art 4 x; nnkit at most 1.1 x floor;"
        "\nsuccess and lengths never worse than torchattacks' and foolbox's"
    )


if __name__ == "__main__":
    main()
