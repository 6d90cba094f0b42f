import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const LOOK_EVERY_MS = 20;

/** What a scenario's steps and checks see of its run, and what they can do to it. */
export class ScenarioRun {
  /** Added to the daemon's environment. */
  daemonEnv = {};
  /** The `FaultProxy` between the CLI and the daemon; there once both run. */
  proxy;
  /** The daemon (`exec-server.mjs`), or the nodes of a fleet; there once it starts. */
  server;
  /** The `ModelScript` with what the model received; there once the model runs. */
  script;
  #directory;
  #signal;
  #closers = [];

  constructor(directory, signal) {
    this.#directory = directory;
    this.#signal = signal;
  }

  get workspace() {
    return this.#directory.workspace;
  }

  /** The daemon's home, beside the workspace: no sandbox lets a command write there. */
  get serverHome() {
    return this.#directory.serverHome;
  }

  /** Closes `close` when the run is over. */
  onClose(close) {
    this.#closers.push(close);
  }

  async close() {
    for (const close of this.#closers.reverse()) {
      await close();
    }
  }

  /** The text that the model received for a call, by its number in the script (from 0). */
  output(call) {
    const output = this.script.outputs[call] ?? '';
    return typeof output === 'string' ? output : output.map(({ text }) => text ?? '').join('');
  }

  /** What the command of a call printed, without the head that the CLI puts before it. */
  printed(call) {
    return this.output(call).replace(/^[\s\S]*?\nOutput:\n/, '');
  }

  /** The number by which the model names the command that a call left running. */
  session(call) {
    const [, id] = /Process running with session ID (\d+)/.exec(this.output(call)) ?? [];
    assert.ok(id, `the output of call ${call} tells of no running command: ${this.output(call)}`);
    return Number(id);
  }

  /** A step that writes to the command that a call left running, or only waits for it. */
  write(call, chars, waitMs = 10_000) {
    const args = { session_id: this.session(call), chars, yield_time_ms: waitMs };
    return { tool: 'write_stdin', arguments: args };
  }

  /** All text that the model was given before it did anything. */
  firstInput() {
    return JSON.stringify(this.script.requests[0]?.input ?? []);
  }

  /** Puts a file into the workspace (or another directory), with the directories above it. */
  async put(name, content, directory = this.workspace) {
    const path = join(directory, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    return path;
  }

  /** The text of a file in the workspace, or undefined. */
  async text(name, directory = this.workspace) {
    const path = join(directory, name);
    return existsSync(path) ? await readFile(path, 'utf8') : undefined;
  }

  /** Resolves once `isSo()` is true, or the run is given up; looks every 20 ms. */
  async until(isSo) {
    while (!(await isSo())) {
      await delay(LOOK_EVERY_MS, undefined, { signal: this.#signal });
    }
  }
}
