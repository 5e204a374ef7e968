const LONGEST_FORMULA = 12; // inputs
const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";

/** Names of columns and neurons; `short` ones stand in formulas. */
function nameAll({ features, sizes, activations, skips, classes, targets }) {
  const inputs = features.map((name) => name.replace("^2", "²"));
  const outputs = classes > 2 ? targets.map((name) => `output “${name}”`) : ["output"];
  const hidden = activations.map((_, layer) =>
    Array.from({ length: sizes[layer + 1] }, (_, at) => `layer ${layer + 1}, neuron ${at + 1}`),
  );
  const numbered = (_, at) => "a" + String(at + 1).replace(/\d/g, (digit) => SUBSCRIPTS[digit]);
  return {
    columns: [
      ["Inputs", ""],
      ...activations.map((name, at) => [`Layer ${at + 1}`, skips[at] ? `${name} + skip` : name]),
      [outputs.length > 1 ? "Outputs" : "Output", ""],
    ],
    neurons: [inputs, ...hidden, outputs],
    short: [inputs, ...hidden.map((names) => names.map(numbered)), []],
    kinds: ["", ...activations, ""],
    skips: [false, ...skips, false],
  };
}

/** What a neuron computes, with its present numbers. */
function formula(recording, frame, names, { column, row }) {
  if (column === 0 || recording.sizes[column - 1] > LONGEST_FORMULA) return "";
  const sources = names.short[column - 1];
  const weigh = (name, source) => [recording.weight(frame, column, row, source), name];
  const terms = sources.map(weigh);
  terms.push([recording.bias(frame, column, row), ""]);
  const sum = terms
    .map(([value, name], at) => {
      const size = written(Math.abs(value), 2) + (name && `·${name}`);
      if (at === 0) return value < 0 ? `−${size}` : size;
      return `${value < 0 ? "−" : "+"} ${size}`;
    })
    .join(" ");
  const kind = names.kinds[column];
  if (!kind) return `sum = ${sum}`;
  const skipped = names.skips[column] ? ` + ${sources[row]}` : "";
  return `${names.short[column][row]} = ${kind}(${sum})${skipped}`;
}

/** A frame in one sentence. */
function inWords({ epoch, losses, scores, dropped }, isClassifier) {
  const [train, test] = losses.map((loss) => written(loss));
  const score = isClassifier
    ? `${percent(scores[1])} of test points right`
    : `R² of test points ${written(scores[1])}`;
  const off = dropped.reduce((sum, isOff) => sum + isOff, 0);
  const crossed = off ? `, ${off} of ${dropped.length} neurons dropped out` : "";
  return `epoch ${epoch}, training loss ${train}, test loss ${test}, ${score}${crossed}`;
}

/** As figure, with what is no number in words and large numbers as powers of ten. */
function written(value, digits = 3) {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (Math.abs(value) >= 1e5) return value.toExponential(1).replace("-", "−");
  return figure(value, digits);
}

/** Three significant digits. */
function threeDigits(value) {
  if (!Number.isFinite(value) || value === 0) return written(value, 0);
  const digits = clamp(2 - Math.floor(Math.log10(Math.abs(value))), 0, 6);
  return written(value, digits);
}
