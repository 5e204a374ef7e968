"""Going downhill: loss surfaces of two weights, six optimisers, and the gradient by measuring."""

from nnkit.descent.descending import DescentFrame, State, descend
from nnkit.descent.fits import Fit, LineFit, OneNeuron
from nnkit.descent.numerical import STEPS, StepError, error_curve, numerical_gradient
from nnkit.descent.optimisers import OPTIMISERS, Optimiser
from nnkit.descent.rates import RACE, RATES, Rates
from nnkit.descent.settings import DescentSettings
from nnkit.descent.surfaces import SURFACES, Place, Surface, Terrain, heights, surface

__all__ = [
    "OPTIMISERS",
    "RACE",
    "RATES",
    "STEPS",
    "SURFACES",
    "DescentFrame",
    "DescentSettings",
    "Fit",
    "LineFit",
    "OneNeuron",
    "Optimiser",
    "Place",
    "Rates",
    "State",
    "StepError",
    "Surface",
    "Terrain",
    "descend",
    "error_curve",
    "heights",
    "numerical_gradient",
    "surface",
]
