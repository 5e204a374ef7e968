/** A little card at an edge, a bias or a neuron: what it weighs, and a field to change that. */
class Card {
  constructor(element, root) {
    const find = (selector) => element.querySelector(selector);
    Object.assign(this, { element, root });
    this.words = find(".words");
    this.form = find("form");
    this.choice = find("select");
    this.field = find("input");
    find(".close").onclick = () => this.hide();
    this.choice.onchange = () => this.offer();
    this.form.onsubmit = (event) => {
      event.preventDefault();
      this.submit();
    };
    element.onkeydown = (event) => {
      event.stopPropagation();
      if (event.key === "Escape") this.hide();
    };
  }

  get isEditing() {
    return !this.element.hidden && !this.form.hidden;
  }

  /** Only tells; an open field stays. */
  tell(text, x, y) {
    if (this.isEditing) return;
    this.words.textContent = text;
    this.form.hidden = true;
    this.place(x, y);
  }

  stopTelling() {
    if (!this.isEditing) this.element.hidden = true;
  }

  /** options: what can be set, each with `name`, `value` and `event`. */
  edit(title, options, chosen, { x, y, opener, apply, closed }) {
    Object.assign(this, { options, opener, apply, closed });
    this.words.textContent = title;
    this.choice.replaceChildren(
      ...options.map(({ name }, at) => build("option", { value: at, textContent: name })),
    );
    this.choice.value = chosen;
    this.form.hidden = false;
    this.place(x, y);
    this.offer();
    this.field.focus({ preventScroll: true });
    this.field.select();
  }

  offer() {
    const { value } = this.options[this.choice.value];
    this.field.value = Number.isFinite(value) ? Number(value.toPrecision(3)) : 0;
  }

  submit() {
    if (!this.field.value || !this.field.checkValidity()) return;
    const { event } = this.options[this.choice.value];
    const value = Number(this.field.value);
    this.hide();
    this.apply({ ...event, value });
  }

  hide() {
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.opener?.focus({ preventScroll: true });
    this.closed?.();
    this.opener = this.closed = null;
  }

  /** Beside the place, given in the window's pixels, and within the component. */
  place(x, y) {
    this.element.hidden = false;
    const { left, top, width, height } = this.root.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = this.element;
    const right = clamp(x - left + 14, 0, Math.max(0, width - offsetWidth));
    const below = y - top + 14;
    const down = below + offsetHeight <= height ? below : y - top - offsetHeight - 14;
    Object.assign(this.element.style, { left: `${right}px`, top: `${Math.max(0, down)}px` });
  }
}
