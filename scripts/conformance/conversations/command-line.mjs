import { once } from 'node:events';
import { createServer } from 'node:net';
import { gate } from '../../codex/gate.mjs';

const AT_ONCE = 3;
const LISTEN = ['--listen', 'ws://127.0.0.1:0'];
const CAPABILITY = ['--ws-auth', 'capability-token'];
const SIGNED = ['--ws-auth', 'signed-bearer-token'];
const HASH = 'a'.repeat(64);

/** How the program starts, refuses to start, and stops. */
export const COMMAND_LINE = [
  {
    name: 'listen-urls',
    run: async (talk) => {
      const urls = [
        'ws://127.0.0.1:0',
        'ws://[::1]:0',
        'ws://localhost:1',
        'ws://127.0.0.1',
        'ws://1.2.3.4:99999',
        'ws://127.0.0.1:1/',
        'ws://127.0.0.1:0/path',
        'wss://127.0.0.1:1',
        'http://127.0.0.1:1',
        'WS://127.0.0.1:1',
        '127.0.0.1:1',
        'unix:///tmp/x',
        'off',
        '',
      ];
      await startAll(
        talk,
        urls.map((url) => [url || '(empty)', ['--listen', url]]),
      );
      const taken = createServer();
      taken.listen(0, '127.0.0.1');
      await once(taken, 'listening');
      talk.onClose(() => new Promise((resolve) => taken.close(resolve)));
      await start(talk, 'port taken', ['--listen', `ws://127.0.0.1:${taken.address().port}`]);
    },
  },
  {
    name: 'start-up-errors',
    run: async (talk) => {
      await talk.putSecret('token', 'token\n');
      await talk.put('open', 'token\n');
      await talk.putSecret('empty', ' \n');
      await talk.putSecret('short', 'too short\n');
      await talk.putSecret('secret', `${'s'.repeat(32)}\n`);
      await talk.putSecret('binary', Buffer.from([0xff, 0xfe]));
      const file = (flag, name) => [flag, talk.path(name)];
      const cases = {
        'token file without auth': file('--ws-token-file', 'token'),
        'issuer without auth': ['--ws-issuer', 'x'],
        'capability without source': CAPABILITY,
        'both sources': [
          ...CAPABILITY,
          ...file('--ws-token-file', 'token'),
          '--ws-token-sha256',
          HASH,
        ],
        'a short hash': [...CAPABILITY, '--ws-token-sha256', 'abc'],
        'a hash of other letters': [...CAPABILITY, '--ws-token-sha256', 'g'.repeat(64)],
        'capability with an issuer': [...CAPABILITY, '--ws-token-sha256', HASH, '--ws-issuer', 'x'],
        'capability with a secret': [...CAPABILITY, ...file('--ws-shared-secret-file', 'secret')],
        'signed without secret': SIGNED,
        'signed with a token': [
          ...SIGNED,
          ...file('--ws-shared-secret-file', 'secret'),
          '--ws-token-sha256',
          HASH,
        ],
        'missing file': [...CAPABILITY, ...file('--ws-token-file', 'none')],
        'a directory as file': [...CAPABILITY, '--ws-token-file', talk.directory],
        'a file that is not UTF-8': [...CAPABILITY, ...file('--ws-token-file', 'binary')],
        'an empty file': [...CAPABILITY, ...file('--ws-token-file', 'empty')],
        'an empty secret': [...SIGNED, ...file('--ws-shared-secret-file', 'empty')],
        'a short secret': [...SIGNED, ...file('--ws-shared-secret-file', 'short')],
        'a skew that is too large': [
          ...SIGNED,
          ...file('--ws-shared-secret-file', 'secret'),
          '--ws-max-clock-skew-seconds',
          '9223372036854775808',
        ],
        'a skew that is no number': [
          ...SIGNED,
          ...file('--ws-shared-secret-file', 'secret'),
          '--ws-max-clock-skew-seconds',
          'x',
        ],
        'a negative skew': [
          ...SIGNED,
          ...file('--ws-shared-secret-file', 'secret'),
          '--ws-max-clock-skew-seconds=-1',
        ],
        'another auth': ['--ws-auth', 'other'],
        'an unknown option': ['--no-such-option'],
        'a blank issuer': [
          ...SIGNED,
          ...file('--ws-shared-secret-file', 'secret'),
          '--ws-issuer',
          '',
        ],
        'a file that others may read': [...CAPABILITY, ...file('--ws-token-file', 'open')],
        'right token': [...CAPABILITY, ...file('--ws-token-file', 'token')],
        'right secret': [...SIGNED, ...file('--ws-shared-secret-file', 'secret')],
      };
      await startAll(
        talk,
        Object.entries(cases).map(([label, args]) => [label, [...LISTEN, ...args]]),
      );
      await start(talk, 'an option without value', ['--listen']);
    },
  },
  {
    name: 'options',
    run: (talk) => {
      const cases = {
        'a value of the configuration': ['-c', 'model="x"', '--strict-config'],
        'concurrent requests': ['--concurrent-requests', '4'],
        'no concurrent requests': ['--concurrent-requests', '0'],
        'a feature': ['--enable', 'unified_exec', '--disable', 'unified_exec'],
        'a namespace of its own': ['--linux-sandbox-pid-namespace', 'isolate'],
        'another namespace': ['--linux-sandbox-pid-namespace', 'other'],
      };
      return startAll(
        talk,
        Object.entries(cases).map(([label, args]) => [label, [...LISTEN, ...args]]),
      );
    },
  },
  {
    name: 'signals',
    run: async (talk) => {
      for (const signal of ['SIGTERM', 'SIGINT']) {
        const daemon = await talk.launch(LISTEN);
        talk.onClose(daemon.end);
        // Upstream prints its URL before it handles signals.
        await fetch(`${daemon.url.replace('ws:', 'http:')}/readyz`);
        process.kill(-daemon.pid, signal);
        talk.note(signal, await daemon.exited);
      }
    },
  },
];

async function startAll(talk, cases) {
  const inTurn = gate(AT_ONCE);
  await Promise.all(cases.map(([label, args]) => inTurn(() => start(talk, label, args))));
}

/** The upstream CLI says so before all else when several of it start at once. */
const BESIDE_ANOTHER = /^WARNING: proceeding, even though we could not create PATH aliases: .*\n/;

/** Notes the code and the first line of what it said; usage errors are worded by the parser. */
async function start(talk, label, args) {
  const { url, exitCode, stderr, stdout, end } = await talk.launch(args);
  if (url !== undefined) {
    talk.note(label, url.replace(/\d+$/, '<port>'));
    await end();
    return;
  }
  talk.note(label, {
    exitCode,
    stdout,
    stderr: exitCode === 2 ? '<usage>' : stderr.replace(BESIDE_ANOTHER, '').split('\n')[0],
  });
}
