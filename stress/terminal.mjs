// Full-screen programs in a real terminal (tmux) over `exec-server run`, while the network is off:
//   npm run stress:terminal [-- --seconds 30 --asleep 120]
// Each is beside the same program run locally, which gets the same keys: the screens must be equal.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Relay } from './lib/relay.mjs';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '30' },
    asleep: { type: 'string', default: '120' },
  },
});
const OFF_MS = Number(values.seconds) * 1000;
const ASLEEP_MS = Number(values.asleep) * 1000;
const PROGRAM = fileURLToPath(new URL('../dist/main/cli.js', import.meta.url));
const SETTLE_MS = 3000;
const NOTICE = 'connection lost, reconnecting';

const directory = mkdtempSync(join(tmpdir(), 'terminal-'));
const text = join(directory, 'text');
writeFileSync(text, Array.from({ length: 200 }, (_, line) => `line ${line} of a text\n`).join(''));
const home = { XDG_RUNTIME_DIR: directory, PS1: '$ ', HOME: directory, TERM: 'screen' };
const exec = (file, args, env = {}) =>
  execFileSync(file, args, { encoding: 'utf8', env: { ...process.env, ...home, ...env } });
const tmux = (...args) =>
  exec('tmux', ['-L', `terminal-${process.pid}`, '-f', '/dev/null', ...args]);
const screen = (name) => tmux('capture-pane', '-p', '-t', `main:${name}`);
const type = (name, ...keys) => tmux('send-keys', '-t', `main:${name}`, ...keys);

/** Programs, the keys before the network goes off, and those while it is off. */
const CASES = {
  bash: {
    command: ['bash', '--norc', '-i'],
    before: ['seq 5', 'Enter'],
    meanwhile: ['echo typed while off', 'Enter'],
  },
  vim: {
    command: ['vim', '-u', 'NONE', '-n', text],
    before: ['10Goinserted before', 'Escape'],
    meanwhile: ['Oinserted while off', 'Escape', '20G'],
  },
  less: { command: ['less', text], before: ['Space', 'Space'], meanwhile: ['/line 150', 'Enter'] },
};

const quoted = (words) => words.map((word) => `'${word}'`).join(' ');
let failures = 0;
const check = (what, isTrue, details = '') => {
  console.log(`${isTrue ? 'ok  ' : 'FAIL'} ${what}`);
  if (!isTrue) {
    failures += 1;
    console.log(details);
  }
};

exec(process.execPath, [PROGRAM, 'run', 'true']);
const daemon = JSON.parse(readFileSync(join(directory, 'exec-server', 'daemon.json'), 'utf8'));
const relay = new Relay(Number(new URL(daemon.url).port));
await relay.on();
const remote = `env EXEC_SERVER_URL=ws://127.0.0.1:${relay.port} EXEC_SERVER_TOKEN=${daemon.token} ${process.execPath} ${PROGRAM} run -C ${directory} -e PS1 -e HOME --`;
tmux(
  'start-server',
  ';',
  'set-option',
  '-g',
  'remain-on-exit',
  'on',
  ';',
  'new-session',
  '-d',
  '-s',
  'main',
  '-n',
  'first',
  '-x',
  '80',
  '-y',
  '24',
  'sleep 100000',
);
for (const [name, { command }] of Object.entries(CASES)) {
  tmux('new-window', '-t', 'main', '-n', name, `${remote} ${quoted(command)}`);
  tmux(
    'new-window',
    '-t',
    'main',
    '-n',
    `${name}-here`,
    `cd ${directory}; PS1='$ ' exec ${quoted(command)}`,
  );
}
const COUNTER = 'i=0; while :; do i=$((i+1)); echo count $i; sleep 0.2; done';
tmux('new-window', '-t', 'main', '-n', 'asleep', `${remote} sh -c '${COUNTER}'`);
await sleep(SETTLE_MS);
for (const [name, { before }] of Object.entries(CASES)) {
  type(name, ...before);
  type(`${name}-here`, ...before);
}
await sleep(SETTLE_MS);

relay.off();
await sleep(SETTLE_MS);
for (const [name, { meanwhile }] of Object.entries(CASES)) {
  check(`${name}: says that the connection is lost`, screen(name).includes(NOTICE), screen(name));
  type(name, ...meanwhile);
  type(`${name}-here`, ...meanwhile);
}
await sleep(Math.max(0, OFF_MS - SETTLE_MS));
await relay.on();
for (const name of Object.keys(CASES)) {
  while (screen(name).includes(NOTICE)) {
    await sleep(SETTLE_MS / 10);
  }
}
await sleep(SETTLE_MS);
for (const name of Object.keys(CASES)) {
  const [there, here] = [screen(name), screen(`${name}-here`)];
  check(
    `${name}: the screen is that of the local program`,
    there === here,
    `${there}\n--\n${here}`,
  );
}

const pid = tmux('display-message', '-p', '-t', 'main:asleep', '#{pane_pid}').trim();
process.kill(Number(pid), 'SIGSTOP');
await sleep(ASLEEP_MS);
process.kill(Number(pid), 'SIGCONT');
await sleep(2 * SETTLE_MS);
const counts = tmux('capture-pane', '-p', '-S', '-20000', '-t', 'main:asleep')
  .split('\n')
  .flatMap((line) => /^count (\d+)$/.exec(line)?.[1] ?? [])
  .map(Number);
const isWhole = counts.every(
  (count, index) => index === 0 || count === (counts[index - 1] ?? 0) + 1,
);
check(
  `asleep: after ${values.asleep} s all ${counts.length} lines are there, in order`,
  isWhole && counts.length > 2 * Number(values.asleep),
  counts.join(' '),
);
tmux('kill-server');
process.kill(daemon.pid);
// Clients and shells that were hung up still write there.
await sleep(SETTLE_MS);
rmSync(directory, { recursive: true, force: true });
process.exit(failures === 0 ? 0 : 1);
