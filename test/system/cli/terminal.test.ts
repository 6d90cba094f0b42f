import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type IPty, spawn } from '@lydell/node-pty';
import { PROGRAM, PrivateHost } from './private-host.js';

let host: PrivateHost;

beforeAll(() => {
  host = new PrivateHost();
});
afterAll(() => {
  host.dispose();
});

/** A command line on a real terminal of 80 columns and 24 rows. */
class Terminal {
  readonly #pty: IPty;
  readonly #ended: Promise<{ exitCode: number }>;
  #onData: () => void = () => undefined;
  #printed = '';

  constructor(args: readonly string[], file = process.execPath) {
    this.#pty = spawn(file, file === process.execPath ? [PROGRAM, ...args] : [...args], {
      cols: 80,
      rows: 24,
      cwd: host.directory,
      env: { ...host.env, PS1: '% ' } as Record<string, string>,
    });
    this.#pty.onData((data) => {
      this.#printed += data;
      this.#onData();
    });
    this.#ended = new Promise((resolve) => this.#pty.onExit(resolve));
  }

  type(text: string): void {
    this.#pty.write(text);
  }

  resize(columns: number, rows: number): void {
    this.#pty.resize(columns, rows);
  }

  /** Resolves when the text has been printed since the last call. */
  async prints(text: string): Promise<void> {
    while (!this.#printed.includes(text)) {
      await new Promise<void>((resolve) => {
        this.#onData = resolve;
      });
    }
    this.#printed = this.#printed.slice(this.#printed.indexOf(text) + text.length);
  }

  /** What a terminal emulator does that is closed. */
  close(): void {
    (this.#pty as IPty & { destroy(): void }).destroy();
  }

  /** Stops the program as Ctrl-Z does elsewhere, and lets it go on when the shell has set modes of its own. */
  stopAndGoOn(): void {
    const { pid } = this.#pty;
    process.kill(pid, 'SIGSTOP');
    execFileSync('stty', ['-F', `/proc/${pid}/fd/0`, 'sane']);
    process.kill(pid, 'SIGCONT');
  }

  /** Resolves with all that has been printed since the last call, when the program has ended. */
  async rest(): Promise<string> {
    await this.#ended;
    return this.#printed;
  }

  async exitCode(): Promise<number> {
    return (await this.#ended).exitCode;
  }
}

describe('exec-server run on a terminal', () => {
  test('Ctrl-C, Ctrl-Z and Ctrl-D go to the shell there, and a new size as well', async () => {
    const terminal = new Terminal(['run', 'bash', '--norc', '-i']);
    await terminal.prints('% ');
    terminal.type('stty size; tty >/dev/null && echo is-$((1))-tty\r');
    await terminal.prints('24 80');
    await terminal.prints('is-1-tty');
    // A key is typed when the command says that it runs: before that, the shell itself would get it.
    terminal.type('sh -c \'echo run""ning; exec sleep 1000\'\r');
    await terminal.prints('running');
    terminal.type('\x03');
    await terminal.prints('^C');
    terminal.type('sh -c \'echo read""ing; exec cat\'\r');
    await terminal.prints('reading');
    terminal.type('\x1a');
    await terminal.prints('Stopped');
    await terminal.prints('% ');
    terminal.type('fg\r');
    await terminal.prints('exec cat');
    terminal.type('\x04');
    await terminal.prints('% ');
    terminal.type('until stty size | grep "30 100"; do echo wait""ing; sleep 0.1; done\r');
    await terminal.prints('waiting');
    terminal.resize(100, 30);
    await terminal.prints('30 100\r\n');
    terminal.type('exit 5\r');
    expect(await terminal.exitCode()).toBe(5);
  });

  test('Ctrl-\\ leaves it running, and attach goes on on another terminal', async () => {
    const first = new Terminal(['run', 'bash', '--norc', '-i']);
    await first.prints('% ');
    first.type('x=kept; printf "\\033[?2004h"\r');
    await first.prints('\x1b[?2004h');
    first.type('\x1c');
    await first.prints('\x1b[?2004l');
    await first.prints('left running; come back with: exec-server attach');
    expect(await first.exitCode()).toBe(0);
    const second = new Terminal(['attach']);
    await second.prints('\x1b[?2004h');
    second.type('echo is $x\r');
    await second.prints('is kept');
    second.type('\x04');
    expect(await second.exitCode()).toBe(0);
  });

  test('output arrives byte for byte, and the modes of the terminal are as before at the end', async () => {
    const script = "stty -onlcr; printf 'a\\nb\\r\\n\\tc'";
    const line = `stty -g; "$0" "$1" run sh -c "${script}"; stty -g`;
    const terminal = new Terminal(['-c', line, process.execPath, PROGRAM], 'bash');
    const [before = '', ...rest] = (await terminal.rest()).split('\r\n');
    expect(rest).toEqual(['a\nb', `\tc${before}`, '']);
  });

  test('output arrives byte for byte also after a stop, in which the shell has set other modes', async () => {
    const script = "stty -onlcr; echo ready; read line; printf 'a\\nb'";
    const terminal = new Terminal(['run', 'sh', '-c', script]);
    await terminal.prints('ready\n');
    terminal.stopAndGoOn();
    terminal.type('\r');
    await terminal.prints('a\nb');
    expect(await terminal.exitCode()).toBe(0);
  });

  test('a command that prints is left running when its terminal is closed', async () => {
    // Without SIGHUP, which would come before or behind the first write that fails.
    const line = `trap '' HUP; setsid --wait "$0" "$1" run sh -c 'while echo printing; do :; done'; :`;
    const terminal = new Terminal(['-c', line, process.execPath, PROGRAM], 'bash');
    await terminal.prints('printing');
    terminal.close();
    await terminal.rest();
    const [id = ''] = (await host.run(['ps', '-q'])).stdout.split('\n');
    expect(id).not.toBe('');
    await host.run(['rm', id]);
  });

  test('a paste of 1 MiB arrives whole', async () => {
    const lines = Array.from({ length: 1024 }, () => `${randomBytes(511).toString('hex')}\n`);
    const script = 'stty -echo; echo ready; head -c 1047552 | sha256sum | cut -c1-8';
    const terminal = new Terminal(['run', 'sh', '-c', script]);
    await terminal.prints('ready');
    const pasted = lines.join('');
    terminal.type(pasted);
    await terminal.prints(createHash('sha256').update(pasted).digest('hex').slice(0, 8));
    expect(await terminal.exitCode()).toBe(0);
  });
});
