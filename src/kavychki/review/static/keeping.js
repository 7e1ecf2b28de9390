// What happens by itself after a change: the work is kept on this machine, and the validator looks at it.

import { api } from "./api.js";

const KEEP_AFTER = 800;
const CHECK_AFTER = 350;

export class Keeping {
  constructor(session, { onError }) {
    this.session = session;
    this.onError = onError;
    this.timers = {};
    this.asked = 0;
    this.running = null; // the request that is under way
    this.waiting = false; // whether there is work that the server does not have yet
    this.onHide = () => document.visibilityState === "hidden" && this.flush();
    document.addEventListener("visibilitychange", this.onHide);
  }

  /** The record has changed. */
  changed() {
    this.waiting = true;
    clearTimeout(this.timers.keep);
    clearTimeout(this.timers.check);
    this.timers.check = setTimeout(() => this.check(), CHECK_AFTER);
    this.timers.keep = setTimeout(() => this.flush(), KEEP_AFTER);
  }

  /** Ask for findings; an answer that a newer question has overtaken is dropped. */
  async check() {
    const mine = (this.asked += 1);
    try {
      const { findings } = await api.check(this.session.id, this.session.work());
      if (mine === this.asked) this.session.setFindings(findings);
    } catch (error) {
      this.onError(error);
    }
  }

  /** Keep the work now. */
  flush() {
    clearTimeout(this.timers.keep);
    if (this.waiting) this.running = this.#keep();
    return this.running;
  }

  /** Look and keep no longer: the record is stored, or another one is opened. */
  stop() {
    Object.values(this.timers).forEach(clearTimeout);
    this.asked += 1;
    document.removeEventListener("visibilitychange", this.onHide);
  }

  /** Keep nothing while the record is being stored, lest an older state comes after the newer one. */
  async pause() {
    Object.values(this.timers).forEach(clearTimeout);
    await this.running;
  }

  /** Go on after `pause`: with what is not stored, if there is any. */
  resume() {
    if (this.session.dirty) this.changed();
    else this.waiting = false;
  }

  async #keep() {
    const state = this.session.now;
    try {
      await api.keep(this.session.id, this.session.work());
      this.waiting = this.session.now !== state;
    } catch (error) {
      this.onError(error);
    }
  }
}
