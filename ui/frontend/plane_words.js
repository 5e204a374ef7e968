/** Everything that is written beside a plane. */
class PlaneWords {
  constructor(section) {
    const find = (selector) => section.querySelector(selector);
    this.numbers = find(".numbers");
    this.formula = find(".formula");
    this.score = find(".score");
    this.legend = find(".legend");
    this.ramp = find(".ramp");
    this.marks = [...section.querySelectorAll(".marks span")];
    this.account = find(".account");
    this.onName = find(".on-name");
    this.offName = find(".off-name");
  }

  adopt({ points, names, answers, activation, activationTitle }) {
    Object.assign(this, { points, names, answers, activation, activationTitle });
    this.legend.hidden = points.length === 0;
    [this.offName.textContent, this.onName.textContent] = answers;
  }

  show(neuron, picked, outputs) {
    const [w1, w2] = neuron.weights;
    const numbers = [["w₁", w1], ["w₂", w2], ["b", neuron.bias]];
    this.numbers.replaceChildren(...numbers.map(([name, value]) => chip(name, value)));
    this.formula.textContent = this.sum(neuron);
    this.score.textContent = this.judge(neuron);
    this.showOutputs(outputs);
    this.showAccount(neuron, picked);
  }

  /** The weighted sum with its numbers. */
  sum({ weights: [w1, w2], bias }) {
    const [x, y] = this.names;
    return `sum = ${figure(w1)} × ${x} ${signed(w2)} × ${y} ${signed(bias)}`;
  }

  judge(neuron) {
    const { points } = this;
    if (points.length === 0) return "";
    const right = points.filter(({ place, target }) => fires(neuron, place) === target).length;
    return `${right} of ${points.length} ${points.length === 1 ? "point" : "points"} right`;
  }

  showOutputs([low, high]) {
    const full = (colour) => `color-mix(in srgb, ${colour} ${TINT}%, var(--st-background-color))`;
    const [blue, orange] = [full(NEGATIVE), full(POSITIVE)];
    const colours =
      this.activation === "step"
        ? `${blue} 50%, ${orange} 50%`
        : `${blue}, var(--st-background-color), ${orange}`;
    this.ramp.style.background = `linear-gradient(90deg, ${colours})`;
    const middle = this.activation === "step" ? "output" : `output ${brief((low + high) / 2)}`;
    const texts = [Number(low.toFixed(1)), middle, Number(high.toFixed(1))];
    texts.forEach((text, at) => {
      this.marks[at].textContent = typeof text === "number" ? brief(text) : text;
    });
  }

  /** The three-part sum of the picked place. */
  showAccount(neuron, picked) {
    if (!picked) return this.account.replaceChildren();
    const [x, y] = this.names;
    const rows = neuron.weights.map((weight, axis) => {
      const name = this.names[axis];
      return row(name, `${figure(weight)} × ${brief(picked[axis])}`, weight * picked[axis]);
    });
    const sum = weightedSum(neuron, picked);
    const total = row("sum", fires(neuron, picked) ? "above 0" : "not above 0", sum);
    total.className = "total";
    const output = row(this.activationTitle, "output", ACTIVATIONS[this.activation](sum));
    output.className = "output";
    const title = `At ${x} ${brief(picked[0])}, ${y} ${brief(picked[1])}`;
    const table = build("table", {}, build("caption", { textContent: title }));
    table.append(build("tbody", {}, ...rows, row("bias", "", neuron.bias), total, output));
    this.account.replaceChildren(table);
  }

  spoken(neuron, picked) {
    const parts = [this.judge(neuron), this.sum(neuron)];
    if (picked) {
      const [x, y] = picked.map(brief);
      const sum = figure(weightedSum(neuron, picked));
      parts.push(`Picked ${this.names[0]} ${x}, ${this.names[1]} ${y}: sum ${sum}`);
    }
    return `${parts.filter(Boolean).join(". ")}.`;
  }
}

function chip(name, value) {
  const label = build("small", { textContent: `${name} =` });
  const element = build("span", { className: "chip" }, label, " ");
  element.append(build("b", { textContent: figure(value) }));
  const colour = { "-1": NEGATIVE, 1: POSITIVE }[Math.sign(value)];
  element.style.setProperty("--sign", colour ?? "var(--st-border-color)");
  return element;
}

/** A number that is added: its sign, a space, and its size. */
function signed(value) {
  const text = figure(value);
  return text.startsWith("−") ? `− ${text.slice(1)}` : `+ ${text}`;
}

function row(name, how, value) {
  return build(
    "tr",
    {},
    build("th", { scope: "row", textContent: name }),
    build("td", { textContent: how }),
    build("td", { className: "value", textContent: figure(value) }),
  );
}
