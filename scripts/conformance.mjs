// The same conversations with this daemon and with upstream, message by message:
//   npm run conformance -- [CONVERSATION]… [--version 0.169.0 | 0.171.0] [--show] [--at-once N]
// Upstream is the newest codex-cli, or that of `--version`.
// Prints each difference and the count. Exit code 1 when one is not among the known ones of
// scripts/conformance/known-differences.mjs, whose reasons stand in docs/compatibility.md. `--show` prints
// the known ones too.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureCodexCli } from './codex/cli-cache.mjs';
import { gate } from './codex/gate.mjs';
import { DAEMON, exitWith, interruption } from './codex/program.mjs';
import { unlessAborted } from './codex/unless-aborted.mjs';
import { requireVersion, VERSION_OPTION } from './codex/versions.mjs';
import { compare, knownDifferences } from './conformance/compare.mjs';
import { CONVERSATIONS } from './conformance/conversations.mjs';
import { countDifferences } from './conformance/count-differences.mjs';
import { runConversation } from './conformance/run-conversation.mjs';
import { startDaemon } from './conformance/start-daemon.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    version: VERSION_OPTION,
    show: { type: 'boolean', default: false },
    'at-once': { type: 'string', default: '6' },
  },
});
const interrupted = interruption();
await exitWith('conformance', main);

async function main() {
  const unknown = positionals.filter((name) => !CONVERSATIONS.some((one) => one.name === name));
  if (unknown.length > 0) {
    throw new Error(`no conversation is called ${unknown.join(', ')}`);
  }
  if (!existsSync(DAEMON)) {
    throw new Error('dist/main/cli.js is missing: run npm run build first');
  }
  const version = requireVersion(values.version);
  const cli = await ensureCodexCli({ version, signal: interrupted, log: console.log });
  const isWanted = ({ name }) => positionals.length === 0 || positionals.includes(name);
  const root = await mkdtemp(join(cli.cacheDir, 'conformance-'));
  const open = [() => rm(root, { recursive: true, force: true, maxRetries: 5 })];
  try {
    const upstream = await startDaemon('n', [...cli.command, 'exec-server'], root);
    open.push(upstream.end);
    const ours = await startDaemon('o', [process.execPath, DAEMON, '--log-level', 'warn'], root);
    open.push(ours.end);
    return await unlessAborted(runAll(CONVERSATIONS.filter(isWanted), upstream, ours), interrupted);
  } finally {
    for (const close of open.reverse()) {
      await close();
    }
  }
}

async function runAll(conversations, upstream, ours) {
  const began = performance.now();
  const inTurn = gate(Number(values['at-once']));
  let notes = 0;
  const found = await Promise.all(
    conversations.map((conversation) =>
      inTurn(async () => {
        const run = (daemon) => runConversation(conversation, daemon);
        const [theirs, own] = await Promise.all([run(upstream), run(ours)]);
        notes += theirs.size;
        return compare(conversation.name, theirs, own, values.version);
      }),
    ),
  );
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(
    `codex-cli ${values.version}: ${conversations.length} conversations, ${notes} answers compared in ${seconds} s`,
  );
  return report(found.flat(), conversations.length === CONVERSATIONS.length);
}

function report(differences, isWhole) {
  for (const { where, upstream, ours, topic } of differences) {
    if (topic && !values.show) {
      continue;
    }
    console.log(`${topic ? `known (${topic})` : 'UNKNOWN'}: ${where}`);
    console.log(`  upstream ${upstream}\n  ours   ${ours}`);
  }
  const topics = new Set(knownDifferences(values.version).map(({ topic }) => topic));
  return countDifferences('conformance', differences, topics, isWhole) === 0 ? 0 : 1;
}
