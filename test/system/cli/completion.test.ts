import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect } from '@jest/globals';
import { type IPty, spawn } from '@lydell/node-pty';
import { completionScript } from '../../../src/cli/completion/completion-script.js';
import type { Host } from '../../../src/cli/host.js';
import { describeProgram } from '../../../src/cli/program.js';
import { testNeeding } from '../../support/needing.js';

/** `exec-server` is a function that knows two sessions, and else prints its arguments. */
const FUNCTION = `exec-server() {
  if [ "$1" = ps ] && [ "$#" = 2 ]; then echo abc123; echo def456; return; fi
  printf '<%s>' "$@"; echo '<end>'
}
`;
const FISH_FUNCTION = `function exec-server
  if test "$argv[1]" = ps -a (count $argv) = 2; echo abc123; echo def456; return; end
  printf '<%s>' $argv; echo '<end>'
end
`;

interface Shell {
  readonly path: string;
  readonly args: readonly string[];
  /** The file that the shell reads at its start, and what is in it before the completions. */
  readonly startUpFile: string;
  readonly before: string;
}

const SHELLS: Record<string, Shell> = {
  bash: {
    path: '/usr/bin/bash',
    args: ['--rcfile', 'start-up', '-i'],
    startUpFile: 'start-up',
    before: FUNCTION,
  },
  zsh: {
    path: '/usr/bin/zsh',
    args: ['-d', '-i'],
    startUpFile: '.zshrc',
    before: `autoload -Uz compinit && compinit -u -D\n${FUNCTION}`,
  },
  fish: {
    path: '/usr/bin/fish',
    args: ['--private', '-i', '-C', 'source start-up'],
    startUpFile: 'start-up',
    before: FISH_FUNCTION,
  },
};

/** What is typed before the tabulator, and the arguments that the line has then. */
const CASES: readonly [string, readonly string[]][] = [
  ['at', ['attach']],
  ['hel', ['help']],
  ['help at', ['help', 'attach']],
  ['attach ab', ['attach', 'abc123']],
  ['attach --ta', ['attach', '--take']],
  ['kill abc123 d', ['kill', 'abc123', 'def456']],
  ['kill -s TER', ['kill', '-s', 'TERM']],
  ['kill abc123 --signal TER', ['kill', 'abc123', '--signal', 'TERM']],
  ['logs --url ws://h:1 ab', ['logs', '--url', 'ws://h:1', 'abc123']],
  ['run --cw', ['run', '--cwd']],
  ['run --cwd be', ['run', '--cwd', 'below']],
  ['run frob', ['run', 'frobnicate']],
  ['run -d -e A=b frob', ['run', '-d', '-e', 'A=b', 'frobnicate']],
  ['run -d -- frob', ['run', '-d', '--', 'frobnicate']],
  ['run frobnicate --cw', ['run', 'frobnicate', '--cw']],
  ['run frobnicate my', ['run', 'frobnicate', 'my file']],
  ['run --token-file my', ['run', '--token-file', 'my file']],
  ['cp my', ['cp', 'my file']],
  ['cp below :be', ['cp', 'below', ':be']],
  ['completion f', ['completion', 'fish']],
  ['serve --hel', ['serve', '--help']],
];

/** A shell on a terminal with our completions, in a directory of its own. */
class CompletingShell {
  readonly #directory = mkdtempSync(join(tmpdir(), 'completion-'));
  readonly #pty: IPty;
  #printed = '';
  #onData: () => void = () => undefined;

  constructor(name: string, { path, args, startUpFile, before }: Shell) {
    const program = describeProgram({} as Host, () => undefined);
    const commands = join(this.#directory, 'commands');
    mkdirSync(commands);
    mkdirSync(join(this.#directory, 'below'));
    writeFileSync(join(this.#directory, 'my file'), '');
    // Without it fish makes completions of all manual pages at its first start, in the background.
    mkdirSync(join(this.#directory, '.local/share/fish/generated_completions'), {
      recursive: true,
    });
    writeFileSync(join(commands, 'frobnicate'), '');
    chmodSync(join(commands, 'frobnicate'), 0o755);
    writeFileSync(
      join(this.#directory, startUpFile),
      `${before}${completionScript(name, program)}`,
    );
    this.#pty = spawn(path, [...args], {
      cols: 200,
      rows: 24,
      cwd: this.#directory,
      env: {
        ...{ HOME: this.#directory, ZDOTDIR: this.#directory, TERM: 'xterm' },
        PATH: `${commands}:${process.env.PATH}`,
      },
    });
    this.#pty.onData((data) => {
      this.#printed += data;
      this.#onData();
    });
  }

  /** The arguments that the command has when this and a tabulator are typed behind it. */
  complete(typed: string): Promise<readonly string[]> {
    return this.run(`${typed}\t`);
  }

  /** The arguments that the command has when this is typed behind it. */
  async run(typed: string): Promise<readonly string[]> {
    this.#printed = '';
    this.#pty.write(`exec-server ${typed}\r`);
    for (;;) {
      const [, words] = /((?:<[^<>\r]*>)*)<end>/.exec(this.#printed) ?? [];
      if (words !== undefined) {
        // zsh takes the slash behind a directory away at Enter.
        return words.slice(1, -1).replace(/\/$/, '').split('><');
      }
      await new Promise<void>((resolve) => {
        this.#onData = resolve;
      });
    }
  }

  async dispose(): Promise<void> {
    const exited = new Promise((resolve) => this.#pty.onExit(resolve));
    this.#pty.kill('SIGKILL');
    await exited;
    rmSync(this.#directory, { recursive: true });
  }
}

describe('exec-server completion', () => {
  for (const [name, shell] of Object.entries(SHELLS)) {
    testNeeding(shell.path, existsSync(shell.path))(
      `completes what is typed in ${name} on a terminal`,
      async () => {
        const completing = new CompletingShell(name, shell);
        await completing.run('started');
        const lines: (readonly [string, readonly string[]])[] = [];
        for (const [typed] of CASES) {
          lines.push([typed, await completing.complete(typed)]);
        }
        await completing.dispose();
        expect(lines).toEqual(CASES);
      },
    );
  }
});
