const NEWS_TIME = 2500; // ms

class Share {
  constructor(root) {
    this.news = root.querySelector(".news");
    this.button = root.querySelector(".copy");
    this.button.onclick = () => this.copy();
  }

  update() {}

  async copy() {
    const link = window.location.href;
    const copied = await writeClipboard(link).catch(() => copyBySelection(link));
    this.button.focus();
    this.news.textContent = copied ? "Copied" : "Please copy it from the address bar";
    clearTimeout(this.silence);
    this.silence = setTimeout(() => (this.news.textContent = ""), NEWS_TIME);
  }

  close() {
    clearTimeout(this.silence);
  }
}

/** Browsers offer the clipboard to pages served over https or from this machine only. */
async function writeClipboard(text) {
  await navigator.clipboard.writeText(text);
  return true;
}

function copyBySelection(text) {
  const field = build("textarea", { value: text, readOnly: true });
  field.style.cssText = "position: fixed; opacity: 0";
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  return copied;
}

export default instances((root) => new Share(root));
