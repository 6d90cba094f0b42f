import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { normalise } from './normalise.mjs';
import { processOutcome } from './process-outcome.mjs';
import { Wire } from './wire.mjs';

/** One conversation with one daemon: it connects, asks, and notes what came back under a label. */
export class Talk {
  /** What was noted: label to value, all that legitimately varies taken out. */
  notes = new Map();
  /** A directory of its own, empty at first. */
  directory;
  /** Starts the program with other options: see `launch.mjs`. */
  launch;
  #daemon;
  #closers = [];

  constructor({ directory, daemon, launch }) {
    this.directory = directory;
    this.#daemon = daemon;
    this.launch = launch;
  }

  /** The daemon's address, `ws://IP:PORT`. */
  get url() {
    return this.#daemon.url;
  }

  /** The daemon's `HOME` and `CODEX_HOME`. */
  get home() {
    return this.#daemon.home;
  }

  /** A connection that has said nothing yet. */
  async connect(url = this.url, options = {}) {
    const wire = await Wire.open(url, options);
    this.onClose(() => wire.close());
    return wire;
  }

  /** A connection with a session of its own, ready for everything. */
  async session(more = {}, url = this.url, options = {}) {
    const wire = await this.connect(url, options);
    const { result } = await wire.request('initialize', { clientName: 'conformance', ...more });
    wire.sessionId = result?.sessionId;
    wire.send({ method: 'initialized' });
    return wire;
  }

  /** Asks, notes the answer under the label, and gives it back. */
  async ask(wire, label, method, params, withinMs) {
    const answer = await wire.request(method, params, withinMs);
    this.note(label, answer);
    return answer;
  }

  /** Asks one method one case after another. */
  async askAll(wire, method, cases) {
    for (const [label, params] of Object.entries(cases)) {
      await this.ask(wire, `${method}: ${label}`, method, params);
    }
  }

  /** Starts a process, notes the answer and, when it started, all that came of it. */
  async play(wire, label, params) {
    const full = this.start(params);
    const answer = await this.ask(wire, `${label}: start`, 'process/start', full);
    if (answer.error) {
      return;
    }
    this.note(label, await processOutcome(wire, full.processId));
  }

  /** Starts a process and resolves with what came of it, or with the error; notes nothing. */
  async playQuietly(wire, params) {
    const answer = await wire.request('process/start', params);
    return answer.error ? answer : await processOutcome(wire, params.processId);
  }

  /** Waits for the end of a process and notes what came of it. */
  async outcome(wire, label, processId) {
    this.note(label, await processOutcome(wire, processId));
  }

  /** Makes files executable. */
  async launchable(...names) {
    for (const name of names) {
      await chmod(this.path(name), 0o755);
    }
  }

  /** Params of `process/start` with what every process needs. */
  start(params) {
    const env = { PATH: process.env.PATH };
    return { processId: 'p', cwd: this.uri('.'), env, tty: false, ...params };
  }

  note(label, value) {
    if (this.notes.has(label)) {
      throw new Error(`noted twice: ${label}`);
    }
    this.notes.set(label, normalise(value, this.directory, this.#daemon.home));
  }

  /** The URI of a name in the directory. */
  uri(name) {
    return pathToFileURL(this.path(name)).href;
  }

  path(name) {
    return join(this.directory, name);
  }

  async put(name, content = '') {
    await mkdir(dirname(this.path(name)), { recursive: true });
    await writeFile(this.path(name), content);
  }

  /** The same, readable for its owner alone. */
  async putSecret(name, content) {
    await this.put(name, content);
    await chmod(this.path(name), 0o600);
  }

  onClose(close) {
    this.#closers.push(close);
  }

  async close() {
    for (const close of this.#closers.reverse()) {
      await close();
    }
  }
}
