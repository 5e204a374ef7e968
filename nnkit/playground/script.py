"""The parts of the script that `export` writes."""

from collections.abc import Sequence
from itertools import pairwise
from pprint import pformat

from torch import Tensor

from nnkit.playground.layers import Architecture
from nnkit.playground.network import NetworkSettings
from nnkit.playground.optimisers import Memory
from nnkit.playground.settings import TrainingSettings

HEAD = '''
"""A run of nnkit's Network Playground. It needs Python and PyTorch, nothing else."""

import json
import zlib

import torch
from torch import nn
from torch.nn import functional as F
'''

_FEATURES = {
    "x": "x",
    "y": "y",
    "x^2": "x * x",
    "y^2": "y * y",
    "xy": "x * y",
    "sin x": "torch.sin(x)",
    "sin y": "torch.sin(y)",
}

_ACTIVATIONS = {
    "identity": "{}",
    "sigmoid": "torch.sigmoid({})",
    "tanh": "torch.tanh({})",
    "relu": "F.relu({})",
    "leaky_relu": "F.leaky_relu({}, 0.01)",
    "elu": "F.elu({})",
    "gelu": "F.gelu({})",
    "silu": "F.silu({})",
    "softplus": "F.softplus({})",
}

# Under which names PyTorch keeps what our optimisers keep in slots.
_SLOTS = {
    "momentum": ("momentum_buffer",),
    "nesterov": ("momentum_buffer",),
    "rmsprop": ("square_avg",),
    "adam": ("exp_avg", "exp_avg_sq"),
}

_OPTIMISERS = {
    "sgd": "torch.optim.SGD(network.parameters(), {})",
    "momentum": "torch.optim.SGD(network.parameters(), {}, momentum=0.9)",
    "nesterov": "torch.optim.SGD(network.parameters(), {}, momentum=0.9, nesterov=True)",
    "rmsprop": "torch.optim.RMSprop(network.parameters(), {})",
    "adam": "torch.optim.Adam(network.parameters(), {})",
}

TRAINING = '''
def generator(*keys):
    return torch.Generator().manual_seed(zlib.crc32(repr(keys).encode()))


def dropout_masks(epoch):
    """What each hidden layer's outputs are multiplied by, for every point to learn from."""
    masks = []
    for layer, neurons in enumerate(HIDDEN):
        chance = torch.rand(LEARNED, neurons, generator=generator(SEED, "dropout", epoch, layer))
        masks.append((chance >= DROPOUT) / (1 - DROPOUT))
    return masks


def penalty():
    weights = torch.cat([layer.weight.flatten() for layer in network.layers])
    return L1 * weights.abs().sum() + L2 / 2 * weights.square().sum()


table = torch.tensor([(x, y) for x, y, _ in POINTS])
inputs, wanted = features(table), as_wanted(torch.tensor([answer for _, _, answer in POINTS]))
network = Network()
optimiser = make_optimiser(network)
best_loss, best_epoch = BEST

for epoch in range(FIRST_EPOCH, EPOCHS + 1):
    with torch.no_grad():
        sums = network(inputs)
        train_loss = loss_of(sums[:LEARNED], wanted[:LEARNED]).item()
        test_loss = loss_of(sums[LEARNED:], wanted[LEARNED:]).item()
        largest = max(part.abs().max().item() for part in network.parameters())
    if epoch % 10 == 0:
        print(f"epoch {epoch}: training loss {train_loss:.4f}, test loss {test_loss:.4f}")
    if not largest <= 1e6:
        print("The weights grew beyond all bounds.")
        break
    if test_loss < best_loss:
        best_loss, best_epoch = test_loss, epoch
    elif PATIENCE is not None and epoch - best_epoch >= PATIENCE:
        print("The test loss falls no more.")
        break
    if epoch == EPOCHS:
        break
    order = torch.randperm(LEARNED, generator=generator(SEED, "order", epoch))
    masks = dropout_masks(epoch) if DROPOUT else []
    for start in range(0, LEARNED, BATCH):
        batch = order[start : start + BATCH]
        outputs = network(inputs[batch], [mask[start : start + BATCH] for mask in masks])
        loss = loss_of(outputs, wanted[batch]) + penalty()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()

print(json.dumps({"epoch": epoch, "train_loss": train_loss, "test_loss": test_loss}))
'''


def settings(
    network: NetworkSettings, training: TrainingSettings, epoch: int, best: tuple[float, int]
) -> str:
    """Return the settings as constants; the run begins at `epoch`, with `best` up to there."""
    return f"""
HIDDEN = {list(network.hidden)}
DROPOUT = {network.dropout}
LEARNING_RATE = {training.learning_rate}
BATCH = {training.batch}
L1, L2 = {training.l1}, {training.l2}
FIRST_EPOCH, EPOCHS = {epoch}, {training.epochs}
BEST = float("{best[0]}"), {best[1]}  # the lowest test loss before, and its epoch
PATIENCE = {training.early_stop}  # epochs without a lower test loss before the run ends early
SEED = {training.seed}  # of the order of the points, and of dropout
"""


def optimiser(name: str, memory: Memory | None) -> str:
    """Return the function that makes the optimiser, with what it remembers from before."""
    made = _OPTIMISERS[name].format("lr=LEARNING_RATE")
    if memory is None or memory.optimiser != name or not memory.slots:
        return f"""
def make_optimiser(network):
    return {made}
"""
    slots = {key: numbers(slot) for key, slot in zip(_SLOTS[name], memory.slots, strict=True)}
    return f"""
# What the optimiser remembers from the steps before, for all weights and biases in a row.
STEPS = {memory.steps}
MEMORY = {pformat(slots, width=100, compact=True)}


def make_optimiser(network):
    optimiser = {made}
    place = 0
    for part in network.parameters():
        state = {{"step": torch.tensor(float(STEPS))}}
        for name, slot in MEMORY.items():
            state[name] = torch.tensor(slot[place : place + part.numel()]).view_as(part)
        optimiser.state[part] = state
        place += part.numel()
    return optimiser
"""


class Number:
    """A number that is printed with as many figures as a float32 has, and no more."""

    def __init__(self, number: Tensor) -> None:
        """Keep it as text."""
        value = number.item()
        self.text = str(value) if isinstance(value, int) else str(float(f"{value:.9g}"))

    def __repr__(self) -> str:
        """Return the text."""
        return self.text


def numbers(row: Tensor) -> list[Number]:
    """Return a row of numbers to be printed."""
    return [Number(number) for number in row]


def features(names: Sequence[str]) -> str:
    """Return the function that makes of points what the network is given."""
    columns = ", ".join(_FEATURES[name] for name in names)
    return f"""
def features(points):
    x, y = points.unbind(1)
    return torch.stack([{columns}], 1)
"""


def network(architecture: Architecture, has_dropout: bool) -> str:
    """Return the network as a module, layer by layer."""
    sizes = architecture.sizes
    layers = ", ".join(f"nn.Linear({into}, {out})" for into, out in pairwise(sizes))
    lines = []
    for layer, name in enumerate(architecture.activations):
        fired = _ACTIVATIONS[name].format(f"self.layers[{layer}](values)")
        if has_dropout:
            fired += f" * (masks[{layer}] if masks else 1)"
        added = " + values" if architecture.skips(layer) else ""
        lines.append(f"        values = {fired}{added}")
    lines.append(f"        return self.layers[{len(architecture.activations)}](values)")
    body = "\n".join(lines)
    return f"""
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([{layers}])
        with torch.no_grad():
            for layer, (weights, biases) in zip(self.layers, FIRST):
                layer.weight.copy_(torch.tensor(weights))
                layer.bias.copy_(torch.tensor(biases))

    def forward(self, values, masks=()):
{body}
"""


def losses(loss: str, classes: int) -> str:
    """Return two functions: the answers as the loss wants them, and the loss."""
    one_hot = f"F.one_hot(answers, {classes}).float()"
    column = "answers[:, None].float()"
    yes_or_no = f"{column if classes == 2 else one_hot} * 2 - 1"
    if classes == 0:
        wanted, value = column, "F.mse_loss(sums, wanted)"
    elif loss == "squared":
        wanted, value = yes_or_no, "F.mse_loss(torch.tanh(sums), wanted)"
    elif loss == "hinge":
        wanted, value = yes_or_no, "F.relu(1 - wanted * sums).mean()"
    elif classes == 2:
        wanted, value = column, "F.binary_cross_entropy_with_logits(sums, wanted)"
    else:
        wanted, value = "answers", "F.cross_entropy(sums, wanted)"
    return f"""
def as_wanted(answers):
    return {wanted}


def loss_of(sums, wanted):
    return {value}
"""
