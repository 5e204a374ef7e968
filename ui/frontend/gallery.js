/** Picture buttons in a grid; Tab reaches the grid, arrow keys walk in it, Enter chooses. */
class Gallery {
  constructor(root) {
    this.grid = root.querySelector(".gallery");
    this.buttons = [];
    this.urls = [];
    this.grid.onkeydown = (event) => this.press(event);
  }

  update({ items, selected, columnWidth, blobs }, { setTriggerValue }) {
    this.choose = (id) => setTriggerValue("chosen", id);
    this.grid.style.setProperty("--column", `${columnWidth}px`);
    const bytes = blobs.map((blob) => new TextDecoder("latin1").decode(blob));
    const signature = JSON.stringify([items, bytes]);
    if (signature !== this.signature) this.rebuild(items, blobs);
    this.signature = signature;
    this.buttons.forEach((button, index) => {
      button.setAttribute("aria-pressed", String(items[index].id === selected));
    });
    const pressed = items.findIndex((item) => item.id === selected);
    this.makeReachable(Math.max(0, pressed));
  }

  rebuild(items, blobs) {
    const focused = this.buttons.indexOf(this.grid.getRootNode().activeElement);
    const outdated = this.urls;
    this.urls = [];
    this.buttons = items.map((item, index) => {
      const image = build("img", { alt: item.alt, src: item.url ?? this.urlOf(blobs[index]) });
      const label = build("span", { textContent: item.label });
      const button = build("button", { type: "button" }, image, label);
      button.onclick = () => this.choose(item.id);
      return button;
    });
    this.grid.replaceChildren(...this.buttons);
    for (const url of outdated) URL.revokeObjectURL(url);
    if (focused >= 0) this.buttons[Math.min(focused, this.buttons.length - 1)]?.focus();
  }

  urlOf(blob) {
    const url = URL.createObjectURL(new Blob([blob], { type: "image/jpeg" }));
    this.urls.push(url);
    return url;
  }

  makeReachable(index) {
    this.buttons.forEach((button, at) => (button.tabIndex = at === index ? 0 : -1));
  }

  press(event) {
    const now = this.buttons.indexOf(event.target.closest("button"));
    const columns = getComputedStyle(this.grid).gridTemplateColumns.split(" ").length;
    const goal = {
      ArrowLeft: now - 1,
      ArrowRight: now + 1,
      ArrowUp: now - columns,
      ArrowDown: now + columns,
      Home: 0,
      End: this.buttons.length - 1,
    }[event.key];
    if (goal === undefined || now < 0) return;
    event.preventDefault();
    if (!this.buttons[goal]) return;
    this.makeReachable(goal);
    this.buttons[goal].focus();
  }

  close() {
    for (const url of this.urls) URL.revokeObjectURL(url);
  }
}

export default instances((root) => new Gallery(root));
