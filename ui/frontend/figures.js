/** A number with so many decimals, a true minus, and never minus zero. */
function figure(value, digits = 2) {
  const text = value.toFixed(digits);
  return text.replace("-", Number(text) === 0 ? "" : "−");
}

/** A number as short as it can be: for axes and for inputs. */
function brief(value) {
  const text = Math.abs(value) < 1000 ? value.toPrecision(4) : value.toFixed(0);
  return String(Number(text)).replace("-", "−");
}

/** Round numbers from `low` to `high`, at most about `most` of them. */
function ticks(low, high, most) {
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((round) => round * power >= rough * (1 - 1e-9));
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, at) => (first + at) * step + 0);
}
