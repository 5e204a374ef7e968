"""A classifier made ready to be cut: traced, batch norm folded, frozen, channels_last.

The prepared network is a graph (torch.fx), so that it can end at any layer or begin behind it. Cut
graphs share the weights and hold no state, no hooks: two runs on one network cannot meet.
"""

import copy
import operator
import threading
from typing import Any

import torch
from torch import Tensor, fx, nn
from torch.nn import functional

from nnkit.folding import fold
from nnkit.vision.efficientnet_lite import SameConvolution, same_padding
from nnkit.vision.relu6 import FastReLU6, tapped_relu6
from nnkit.vision.strided import MOST_CHANNELS, StridedConvolution

_TRACING = threading.Lock()


class Tracer(fx.Tracer):
    """Keeps as one step what depends on the picture's size; remembers what each module returned."""

    def __init__(self) -> None:
        """Start with nothing seen."""
        super().__init__(autowrap_modules=())
        self.thread = threading.get_ident()
        self.returned: dict[str, str] = {}  # module's path -> name of the node it returned last

    def is_leaf_module(self, module: nn.Module, name: str) -> bool:
        """Say whether the module is one step of the graph."""
        return isinstance(module, SameConvolution) or super().is_leaf_module(module, name)

    def call_module(
        self, module: nn.Module, forward: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        """Trace a call as usual and note its result."""
        # While torch.fx traces it watches the modules of the whole process, and stumbles over those
        # that other threads run.
        if threading.get_ident() != self.thread:
            return forward(*args, **kwargs)
        result = super().call_module(module, forward, args, kwargs)
        if isinstance(result, fx.Proxy):
            self.returned[self.path_of_module(module)] = result.node.name
        return result


def prepare(module: nn.Module) -> tuple[fx.GraphModule, dict[str, str]]:
    """Return a folded, frozen graph that gives the same logits, and the node of each module.

    The graph takes normalised pictures. It shares with `module` the weights that stay as they are.
    """
    module.eval().requires_grad_(False)
    with _TRACING:
        tracer = Tracer()
        graph = tracer.trace(module)
    prepared = fx.GraphModule(module, graph)
    moved = _fold_batch_norms(prepared)
    for name, part in list(prepared.named_modules()):
        if isinstance(part, SameConvolution):
            prepared.set_submodule(name, PaddedConvolution(part))
        elif isinstance(part, nn.ReLU6):
            prepared.set_submodule(name, FastReLU6())
    prepared.eval().requires_grad_(False)
    prepared.to(memory_format=torch.channels_last)
    return prepared, {path: moved.get(node, node) for path, node in tracer.returned.items()}


def ending_at(prepared: fx.GraphModule, names: tuple[str, ...]) -> fx.GraphModule:
    """Return the graph cut behind the nodes: from the picture to a tuple of their values."""
    graph, nodes = _copied(prepared)
    for node in list(graph.nodes):
        if node.op == "output":
            graph.erase_node(node)
    graph.output(tuple(nodes[name] for name in names))
    return _pruned(prepared, graph)


def before_activation(prepared: fx.GraphModule, name: str) -> str:
    """Return the node whose values an activation function clips to make this node's, if one does.

    For a node of any other kind it is the node itself.
    """
    node = next(node for node in prepared.graph.nodes if node.name == name)
    part = _part(prepared, node)
    if isinstance(part, FastReLU6 | nn.ReLU | nn.Hardswish) or node.target is functional.relu:
        before: fx.Node = node.args[0]
        return before.name
    return name


def reader(prepared: fx.GraphModule, name: str) -> tuple[Tensor, Tensor] | None:
    """Return the weights [outputs, C] and biases [outputs] of the 1 x 1 convolution behind a node.

    None where another part, or no single one, comes next.
    """
    node = next(node for node in prepared.graph.nodes if node.name == name)
    parts = [_part(prepared, user) for user in node.users]
    if len(parts) != 1 or not isinstance(parts[0], PaddedConvolution | nn.Conv2d):
        return None
    weight, bias = parts[0].weight, parts[0].bias
    if weight.shape[2:] != (1, 1) or bias is None or parts[0].groups != 1:
        return None
    return weight[:, :, 0, 0], bias


def beginning_behind(prepared: fx.GraphModule, name: str) -> fx.GraphModule:
    """Return the rest of the graph, from the value of one node to the logits."""
    graph, nodes = _copied(prepared)
    picture = next(node for node in graph.nodes if node.op == "placeholder")
    with graph.inserting_before(picture):
        maps = graph.placeholder("maps")
    nodes[name].replace_all_uses_with(maps)
    for node in reversed(list(graph.nodes)):
        if not node.users and node.op not in ("output", "placeholder"):
            graph.erase_node(node)
    graph.erase_node(picture)
    return _pruned(prepared, graph)


class PaddedConvolution(nn.Module):
    """A "SAME" convolution whose odd padding is a zero row and column of the kernel itself.

    Padding one side more than the other would copy the maps; a kernel with a zero first tap and
    even padding does the same sums.
    """

    extended: Tensor

    def __init__(self, convolution: SameConvolution) -> None:
        """Take over the weights; for a stride over 1 the extended kernel is made once."""
        super().__init__()
        self.size, self.stride = convolution.kernel_size[0], convolution.stride[0]
        self.groups = convolution.groups
        self.weight, self.bias = convolution.weight, convolution.bias
        extended = functional.pad(convolution.weight.detach(), (1, 0, 1, 0))
        self.register_buffer("extended", extended if self.stride > 1 else None, persistent=False)
        few = self.groups == 1 and convolution.in_channels <= MOST_CHANNELS
        strided = few and self.stride == 2 and self.size == 3
        self.strided = (
            StridedConvolution(convolution.weight.detach(), self.bias) if strided else None
        )

    def forward(self, maps: Tensor) -> Tensor:
        """Map [N, C, H, W] to [N, outputs, ceil(H / stride), ceil(W / stride)]."""
        rows = same_padding(maps.shape[-2], self.size, self.stride)
        columns = same_padding(maps.shape[-1], self.size, self.stride)
        weight, stride, groups = self.weight, self.stride, self.groups
        if rows[0] == rows[1] and columns[0] == columns[1]:
            return functional.conv2d(
                maps, weight, self.bias, stride, (rows[0], columns[0]), 1, groups
            )
        if rows[0] + 1 == rows[1] and columns[0] + 1 == columns[1]:
            if self.strided is not None:
                strided: Tensor = self.strided(maps)
                return strided
            padding = (rows[1], columns[1])
            return functional.conv2d(maps, self.extended, self.bias, stride, padding, 1, groups)
        maps = functional.pad(maps, (*columns, *rows))
        return functional.conv2d(maps, weight, self.bias, stride, 0, 1, groups)


def _fold_batch_norms(prepared: fx.GraphModule) -> dict[str, str]:
    """Fold all that stand behind a convolution; return which node now gives what each gave."""
    moved: dict[str, str] = {}
    parts = dict(prepared.named_modules())
    for node in list(prepared.graph.nodes):
        norm = parts.get(str(node.target)) if node.op == "call_module" else None
        before = node.args[0] if node.args else None
        if not isinstance(norm, nn.BatchNorm2d) or not isinstance(before, fx.Node):
            continue
        convolution = parts.get(str(before.target))
        if not isinstance(convolution, nn.Conv2d) or len(before.users) > 1:
            continue
        folded = copy.deepcopy(convolution)
        kernels, biases = fold(convolution, norm)
        folded.weight, folded.bias = nn.Parameter(kernels), nn.Parameter(biases)
        prepared.set_submodule(str(before.target), folded)
        node.replace_all_uses_with(before)
        prepared.graph.erase_node(node)
        moved[node.name] = before.name
    prepared.recompile()
    return moved


def _copied(prepared: fx.GraphModule) -> tuple[fx.Graph, dict[str, fx.Node]]:
    graph, copies = fx.Graph(), dict[fx.Node, fx.Node]()
    graph.graph_copy(prepared.graph, copies)
    output = next(node for node in prepared.graph.nodes if node.op == "output")
    graph.output(copies[output.args[0]])
    return graph, {old.name: new for old, new in copies.items()}


def _pruned(prepared: fx.GraphModule, graph: fx.Graph) -> fx.GraphModule:
    """Return the graph without what leads nowhere; its parts are the prepared network's own."""
    cut = fx.GraphModule(prepared, graph)
    cut.graph.eliminate_dead_code()
    cut.delete_all_unused_submodules()
    for node in list(cut.graph.nodes):
        if node.op == "call_module" and isinstance(_part(cut, node), FastReLU6):
            readers = [_part(cut, user) for user in node.users]
            # A convolution's slope is made for its one input alone.
            alone = len(readers) == 1 and isinstance(readers[0], PaddedConvolution | nn.Conv2d)
            node.kwargs = {"reuse_slope": alone}
            _tap(cut.graph, node)
    cut.delete_all_unused_submodules()
    cut.recompile()
    return cut.eval()


def _tap(graph: fx.Graph, activation: fx.Node) -> None:
    """Where the values before a FastReLU6 are given, too, let one step make both."""
    before = activation.args[0]
    assert isinstance(before, fx.Node)
    givers = [user for user in before.users if user is not activation]
    if not givers:
        return
    with graph.inserting_before(activation):
        reuse = activation.kwargs["reuse_slope"]
        both = graph.call_function(tapped_relu6, (before, reuse))
        clamped = graph.call_function(operator.getitem, (both, 0))
        given = graph.call_function(operator.getitem, (both, 1))
    activation.replace_all_uses_with(clamped)
    graph.erase_node(activation)
    for giver in givers:
        giver.replace_input_with(before, given)


def _part(graph: fx.GraphModule, node: fx.Node) -> nn.Module | None:
    """Return the module that a node calls, if it calls one."""
    return graph.get_submodule(str(node.target)) if node.op == "call_module" else None
