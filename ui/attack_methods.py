"""The attacks that the page offers: a plain sentence, a formula and one budget for each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from ui import permalinks

if TYPE_CHECKING:
    from torch import Tensor

    from nnkit.attacks import AttackFrame, Goal
    from nnkit.vision import VisionNetwork
    from ui.attack_goal import Wish

SURE = 0.99  # of the class, for visitors who want the network to swear


@dataclass(frozen=True)
class Budget:
    """A slider: what may be spent. `name` is the setting's, `form` writes a value in words."""

    name: str
    label: str
    low: float
    high: float
    default: float
    step: float
    help: str


@dataclass(frozen=True)
class Method:
    """One attack: `call` is its function in nnkit.attacks and `settings` the class beside it."""

    title: str
    call: str
    settings: str
    sentence: str
    towards: str  # the formula where the network shall say the target
    away: str  # and where it shall say anything but its label, what it says at first
    budget: Budget | None = None
    fixed: tuple[tuple[str, Any], ...] = ()
    can_be_sure: bool = False


EPSILON = Budget(
    "epsilon", "How much each colour value may change (epsilon, of 255)", 0, 16, 4, 1,
    "Every pixel holds three numbers from 0 to 255. At 4, each may move up or down by at most 4.",
)  # fmt: skip
LENGTH = Budget(
    "epsilon", "How long the whole change may be (L2, of 255)", 0, 2000, 600, 50,
    "The square root of the sum of all squared changes: a few pixels may change much, or all of "
    "them a little.",
)  # fmt: skip
SHARE = Budget(
    "share", "How much of the picture the sticker covers", 0.05, 0.3, 0.12, 0.01,
    "A larger sticker fools more easily, and hides more of the photo.",
)  # fmt: skip

METHODS = (
    Method(
        "Many small steps", "pgd", "PGDSettings",
        "Ask how the answer changes with every colour value, move each a tiny bit the right way, "
        "and again, never further from the photo than epsilon.",
        r"x_{t+1} = \mathrm{clip}_{\varepsilon}\big(x_t - \alpha\,\mathrm{sign}\,\nabla_x "
        r"L(x_t, \text{target})\big)",
        r"x_{t+1} = \mathrm{clip}_{\varepsilon}\big(x_t + \alpha\,\mathrm{sign}\,\nabla_x "
        r"L(x_t, \text{label})\big)",
        EPSILON, (("steps", 40),), can_be_sure=True,
    ),
    Method(
        "One step", "fgsm", "FGSMSettings",
        "The same question asked only once: every colour value moves by the whole epsilon at once. "
        "Quick, and clumsy.",
        r"x' = x - \varepsilon\,\mathrm{sign}\,\nabla_x L(x, \text{target})",
        r"x' = x + \varepsilon\,\mathrm{sign}\,\nabla_x L(x, \text{label})",
        EPSILON,
    ),
    Method(
        "Bounded length", "pgd", "PGDSettings",
        "Many small steps again, but it is the length of the whole change that is bounded: it "
        "gathers where it helps most.",
        r"\begin{gathered}x_{t+1} = \mathrm{project}_{\lVert x - x_0\rVert_2 \le \varepsilon}"
        r"\Big(x_t - \alpha\,\frac{g}{\lVert g\rVert_2}\Big)\\ "
        r"g = \nabla_x L(x_t, \text{target})\end{gathered}",
        r"\begin{gathered}x_{t+1} = \mathrm{project}_{\lVert x - x_0\rVert_2 \le \varepsilon}"
        r"\Big(x_t + \alpha\,\frac{g}{\lVert g\rVert_2}\Big)\\ "
        r"g = \nabla_x L(x_t, \text{label})\end{gathered}",
        LENGTH, (("norm", "l2"), ("steps", 40)), can_be_sure=True,
    ),
    Method(
        "Nearest border", "deepfool", "DeepFoolSettings",
        "DeepFool: pretend the border between two answers is straight, step just across the "
        "nearest one, look again. It seeks the smallest change, not the surest answer.",
        r"\begin{gathered}r = \frac{|Z_{\text{target}} - Z_j|}{\lVert w\rVert_2^2}\,w,\quad "
        r"w = \nabla_x (Z_{\text{target}} - Z_j)\\ "
        r"j = \argmax_{i\ne\text{target}} Z_i\end{gathered}",
        r"\begin{gathered}r = \frac{|Z_k - Z_{\text{label}}|}{\lVert w_k\rVert_2^2}\,w_k,\quad "
        r"w_i = \nabla_x (Z_i - Z_{\text{label}})\\ "
        r"k = \argmin_{i\ne\text{label}} \frac{|Z_i - Z_{\text{label}}|}{\lVert w_i\rVert_2}"
        r"\end{gathered}",
    ),
    Method(
        "Least change", "carlini_wagner", "CarliniWagnerSettings",
        "Carlini and Wagner: make the change short and the answer wrong at the same time, and "
        "search for the best balance. Slow, thorough, hard to see.",
        r"\begin{gathered}\min_\delta\ \lVert\delta\rVert_2^2 + c\cdot\max(h, 0)\\ "
        r"h = \max_{i\ne\text{target}} Z_i(x+\delta) - Z_{\text{target}}(x+\delta)\end{gathered}",
        r"\begin{gathered}\min_\delta\ \lVert\delta\rVert_2^2 + c\cdot\max(h, 0)\\ "
        r"h = Z_{\text{label}}(x+\delta) - \max_{i\ne\text{label}} Z_i(x+\delta)\end{gathered}",
    ),
    Method(
        "A sticker", "patch", "PatchSettings",
        "No hiding: a bright disc that may look like anything, but that can be printed. It is "
        "trained to work a little moved, turned and scaled.",
        r"\max_p\ \mathbb{E}_{\text{place, turn, size}}\,\log P(\text{target} \mid "
        r"\text{photo with sticker } p)",
        r"\min_p\ \mathbb{E}_{\text{place, turn, size}}\,\log P(\text{label} \mid "
        r"\text{photo with sticker } p)",
        SHARE,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """An attack with its settings, ready to run."""

    method: Method
    settings: Any

    def frames(
        self, network: "VisionNetwork", pictures: "Tensor", goal: "Goal"
    ) -> "Iterator[AttackFrame]":
        """Return the attack's frames."""
        from nnkit import attacks

        found: Iterator[AttackFrame] = getattr(attacks, self.method.call)(
            network, pictures, goal, self.settings
        )
        return found

    @property
    def code(self) -> str:
        """The Python that runs it on ``seen`` with ``goal``."""
        return f"attacks.{self.method.call}(network, seen, goal, attacks.{self.settings})"

    @property
    def is_idle(self) -> bool:
        """Whether the budget allows no change at all."""
        budget = self.method.budget
        return budget is not None and getattr(self.settings, budget.name) == 0


def choose(on_change: Any) -> Method:
    """Ask for an attack."""
    titles = [each.title for each in METHODS]
    return METHODS[titles.index(permalinks.choice("How", titles, key="attack",
                                                  on_change=on_change))]  # fmt: skip


def explain(method: Method, wish: "Wish") -> None:
    """Say in a sentence and a formula how the attack grants the wish."""
    words, formula = st.columns([2, 3], gap="large", vertical_alignment="center")
    words.caption(method.sentence)
    with formula:
        st.latex(method.away if wish.number is None else method.towards)
        st.caption(
            "L: the loss, Z: the network's scores before the softmax; "
            + ("label: what it says at first." if wish.number is None else "target: your wish.")
        )


def spend(method: Method, on_change: Any) -> Choice:
    """Show what the attack may spend; return it ready to run."""
    from nnkit import attacks

    values = dict(method.fixed)
    if method.budget is not None:
        budget = method.budget
        values[budget.name] = permalinks.slider(
            budget.label, budget.low, budget.high, budget.default, step=budget.step,
            key=f"{budget.name}_{METHODS.index(method)}", help=budget.help, on_change=on_change,
        )  # fmt: skip
    if method.can_be_sure and permalinks.toggle(
        "Go on until it swears (99 %)", key="swear", default=True, on_change=on_change
    ):
        values["confidence"] = SURE
    return Choice(method, getattr(attacks, method.settings)(**values))
