const PATIENCE = 1500; // ms without an answer after which a message is sent anew
const MOST_TRIES = 3;

/** Sends the newest state: while a message is unanswered the next one waits, unless it is urgent. */
class Courier {
  constructor(send) {
    this.send = send;
    this.reset();
    this.sent = this.answered = 0;
  }

  reset() {
    clearTimeout(this.alarm);
    this.isWaiting = this.isDue = false;
  }

  call(isUrgent) {
    this.tries = 0;
    if (this.isWaiting && !isUrgent) this.isDue = true;
    else this.post();
  }

  post() {
    this.sent += 1;
    this.isWaiting = true;
    this.isDue = false;
    clearTimeout(this.alarm);
    this.alarm = setTimeout(() => this.repeat(), PATIENCE);
    this.send(this.sent);
  }

  /** The answer may be lost; whoever never answers is not asked for ever. */
  repeat() {
    this.tries += 1;
    if (this.tries <= MOST_TRIES) this.post();
    else this.reset();
  }

  answer(number) {
    if (number <= this.answered) return;
    this.answered = number;
    if (number < this.sent) return;
    const { isDue } = this;
    this.reset();
    if (isDue) this.post();
  }
}
