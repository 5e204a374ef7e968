// A neuron of two inputs, { weights: [across, up], bias }, in the plane of its inputs; the same
// geometry as nnkit/neuron/line.py, so that dragging need not wait for Python.

const LEAK = 0.01;
const FIRES_ABOVE = 5e-13; // Python rounds sums to 12 decimals before it asks whether they are > 0
const SHORTEST = 1e-6;

const sigmoid = (sum) => 1 / (1 + Math.exp(-sum));

const ACTIVATIONS = {
  step: (sum) => (sum > 0 ? 1 : 0),
  identity: (sum) => sum,
  sigmoid,
  tanh: Math.tanh,
  relu: (sum) => Math.max(0, sum),
  leaky_relu: (sum) => (sum > 0 ? sum : LEAK * sum),
  elu: (sum) => (sum > 0 ? sum : Math.expm1(sum)),
  gelu: (sum) => (sum * (1 + erf(sum / Math.SQRT2))) / 2,
  silu: (sum) => sum * sigmoid(sum),
  softplus: (sum) => Math.max(0, sum) + Math.log1p(Math.exp(-Math.abs(sum))),
};

/** Lowest and highest output of those that have both. */
const OUTPUTS = { step: [0, 1], sigmoid: [0, 1], tanh: [-1, 1] };

/** Abramowitz and Stegun 7.1.26, to 2e-7. */
function erf(value) {
  const t = 1 / (1 + 0.3275911 * Math.abs(value));
  const terms = [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592];
  const series = terms.reduce((sum, term) => (sum + term) * t, 0);
  return Math.sign(value) * (1 - series * Math.exp(-value * value));
}

/** Outputs with the strongest colours; where there is no bound, what the box can hold. */
function outputRange({ weights }, { activation, box: { left, right, bottom, top } }) {
  const most = (Math.hypot(...weights) * Math.hypot(right - left, top - bottom)) / 2 || 1;
  return OUTPUTS[activation] ?? [-most, most];
}

function weightedSum({ weights: [across, up], bias }, [x, y]) {
  return across * x + up * y + bias;
}

function fires(neuron, point) {
  return weightedSum(neuron, point) > FIRES_ABOVE;
}

/** Both ends of the line in the box, the firing side on the left of the way; null without one. */
function lineIn({ weights: [across, up], bias }, { left, right, bottom, top }) {
  const steepness = Math.hypot(across, up);
  if (steepness === 0) return null;
  const [x, y] = [(-bias * across) / steepness ** 2, (-bias * up) / steepness ** 2];
  const [alongX, alongY] = [up / steepness, -across / steepness];
  let [first, last] = [-Infinity, Infinity];
  for (const [place, pace, low, high] of [[x, alongX, left, right], [y, alongY, bottom, top]]) {
    if (pace === 0 && !(low <= place && place <= high)) return null;
    if (pace === 0) continue;
    const [one, other] = [(low - place) / pace, (high - place) / pace];
    first = Math.max(first, Math.min(one, other));
    last = Math.min(last, Math.max(one, other));
  }
  if (last - first < SHORTEST) return null;
  return [first, last].map((far) => [x + far * alongX, y + far * alongY]);
}

/** The neuron with its line from `start` to `end`, as steep as before. */
function turned({ weights }, start, end) {
  const [x, y] = [end[0] - start[0], end[1] - start[1]];
  const share = (Math.hypot(...weights) || 1) / Math.hypot(x, y);
  return pushed({ weights: [-y * share, x * share] }, start);
}

/** The neuron with its line moved, parallel, to a point. */
function pushed({ weights }, point) {
  return { weights, bias: -weightedSum({ weights, bias: 0 }, point) + 0 };
}

/** The place a share of the way along. */
function between([x, y], [toX, toY], share) {
  return [x + share * (toX - x), y + share * (toY - y)];
}
