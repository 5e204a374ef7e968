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

/** Whole percents that never claim to be all or nothing when they are not. */
function percent(share) {
  if (Number.isNaN(share)) return "– %";
  if (share > 0 && share < 0.005) return "< 1 %";
  if (share < 1 && share >= 0.995) return "> 99 %";
  return `${Math.round(100 * share)} %`;
}

/** Round numbers from `low` to `high`, at most about `most` of them. */
function ticks(low, high, most) {
  const rough = (high - low) / most || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((round) => round * power >= rough * 0.999);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}
