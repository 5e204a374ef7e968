"""Makes what ships: trains, measures, writes the files and their lines in the manifest.

`python -m nnkit.autoencoder.train` is its command. It stands apart from it, so that importing it
does not hide the function `nnkit.autoencoder.train` behind the module of that name.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from tqdm import tqdm

from nnkit import weights
from nnkit.autoencoder import anomaly, coder, models, pca, recipes
from nnkit.autoencoder.latent_map import MAPPED
from nnkit.autoencoder.recipes import DESCRIPTIONS, RECIPES
from nnkit.autoencoder.storytelling import Storyteller, figures_of, plane_files
from nnkit.autoencoder.training import TrainingSettings, train
from nnkit.digits import command, dataset
from nnkit.digits.dataset import DigitSet
from nnkit.digits.recipes import HELD_OUT, SPLIT_SEED
from nnkit.errors import SettingsError

EXTRAS = ("pca", "anomaly")  # made without training; "anomaly" needs ae8


def make(
    name: str, data: Path, out: Path, checkpoints: Path, epochs: int | None = None, seed: int = 0
) -> None:
    """Make the files of `name`, a network or one of EXTRAS, in the folder `out`.

    data: holds MNIST/raw. checkpoints: where a run leaves what it needs to go on when cut off.
    epochs: None for the recipe's. Raises DatasetError, SettingsError and WeightsError.
    """
    if name not in (*RECIPES, *EXTRAS):
        raise SettingsError(f"There is no '{name}': choose {', '.join((*RECIPES, *EXTRAS))}.")
    order = _Order(name, data, out)
    match name:
        case "pca":
            _pca(order)
        case "anomaly":
            _anomaly(order)
        case _:
            settings = replace(RECIPES[name], seed=seed)
            _network(order, replace(settings, epochs=epochs or settings.epochs), checkpoints)


@dataclass(frozen=True)
class _Order:
    name: str
    data: Path
    out: Path

    def digits(self) -> tuple[DigitSet, DigitSet]:
        """Return the digits to learn from and those held out."""
        return dataset.split(dataset.mnist(self.data), HELD_OUT, SPLIT_SEED)

    def test(self) -> DigitSet:
        return dataset.mnist(self.data, train=False)

    def about(self, metrics: Mapping[str, Any], rest: str = "") -> dict[str, Any]:
        """Return what the manifest says of a file."""
        told = command.about("nnkit.autoencoder.train", self.name, self.out, rest)
        return {**told, "metrics": metrics}


def _network(order: _Order, settings: TrainingSettings, checkpoints: Path) -> None:
    name, test = order.name, order.test()
    checkpoint = checkpoints / f"{name}-epochs{settings.epochs}-seed{settings.seed}.pt"
    network, story = _trained(order, settings, checkpoint)
    tensors = {key: tensor.half() for key, tensor in network.state_dict().items()}
    model = coder.from_weights(name, tensors)  # measured as it ships, in half precision
    figures = recipes.measure(model, test)
    if name == "denoiser":
        figures["denoising"] = recipes.measure_denoising(model, test)
    rest = f" --epochs {settings.epochs} --seed {settings.seed}"
    figures |= {"settings": asdict(settings), "story": figures_of(story)}
    about = order.about(figures, rest)
    weights.save(f"autoencoder_{name}", tensors, description=DESCRIPTIONS[name], **about)
    if name in MAPPED:
        _save_plane(order, model, story, rest)
    checkpoint.unlink(missing_ok=True)
    tqdm.write(f"{name}: {figures}")


def _trained(
    order: _Order, settings: TrainingSettings, checkpoint: Path
) -> tuple[models.ConvolutionalAutoencoder, Storyteller]:
    """Train to the end, keeping a checkpoint at each frame; go on from one that is there."""
    digits, validation = order.digits()
    kept = command.kept(checkpoint)
    story = Storyteller(order.test(), kept["story"] if kept else None)
    network = None
    with tqdm(total=settings.epochs, desc=order.name, unit="epoch") as bar:
        state = kept["state"] if kept else None
        for frame in train(order.name, digits, validation, settings, state):
            network = frame.network
            story.tell(frame)
            bar.update(round(frame.epoch, 2) - bar.n)
            bar.set_postfix(loss=f"{frame.loss:.4f}", validation=f"{frame.error:.5f}")
            if frame.step < frame.total:  # the end is kept as weights
                command.keep({"state": frame.state, "story": story.told}, checkpoint)
    assert network is not None
    return network, story


def _save_plane(order: _Order, model: coder.Autoencoder, story: Storyteller, rest: str) -> None:
    plane = plane_files(model, story, order.test())
    name = f"autoencoder_{order.name}"
    description = f"The plane of {order.name}: 41 x 41 digits that it draws from two numbers."
    about = order.about(plane.figures, rest)
    weights.save_bytes(f"{name}_sheet", "webp", plane.sheet, description=description, **about)
    description = f"What {order.name} made of ten test digits at moments of its training."
    about = order.about({}, rest)
    weights.save_bytes(f"{name}_story", "webp", plane.story, description=description, **about)
    description = f"Codes that {order.name} gives test digits, at the end and on the way there."
    weights.save(f"{name}_codes", plane.codes, description=description, **order.about({}, rest))


def _pca(order: _Order) -> None:
    digits, _ = order.digits()
    fitted = pca.fit(digits.images().flatten(1), max(coder.PCA_BOTTLENECKS))
    tensors = {"mean": fitted.mean.half(), "components": fitted.components.half()}
    figures = {
        f"pca{count}": recipes.measure(coder.from_components(tensors, count), order.test())
        for count in coder.PCA_BOTTLENECKS
    }
    description = "Mean and first 32 principal components of MNIST's training digits."
    weights.save("autoencoder_pca", tensors, description=description, **order.about(figures))
    tqdm.write(f"pca: {figures}")


def _anomaly(order: _Order) -> None:
    digits, validation = order.digits()
    tensors = weights.load(f"autoencoder_{anomaly.JUDGE}", folder=order.out)
    model = coder.from_weights(anomaly.JUDGE, tensors)
    known = anomaly.fit(model, digits.images(slice(0, anomaly.KNOWN)), validation.images())
    figures = recipes.measure_anomaly(model, known, order.test())
    description = "Codes of 5,000 training digits and the scales of the anomaly score."
    weights.save("autoencoder_anomaly", known, description=description, **order.about(figures))
    tqdm.write(f"anomaly: {figures}")
