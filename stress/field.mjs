// Does to the daemon what public bug reports say was done to others, with a healthy client beside it:
//   npm run stress:field [-- [--once] WORD …]
// Each case is repeated for 60 s, with --once it is done once. With words only the cases of that number, or with one
// of them in their name. Exit code 1 when a case went wrong or the healthy client was not served.
import { readdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { startOurs } from '../bench/lib/daemons.mjs';
import { Skip } from './field/skip.mjs';
import { startProbe } from './lib/beside.mjs';

/**
 * @typedef {object} FieldCase
 * @property {string} id the number in the table of faults
 * @property {string} name what is done
 * @property {() => Promise<object>} [start] makes the daemon: `{ url, pid, stop }` and what `provoke` needs besides
 * @property {string[]} [args] flags for the daemon, where `start` is not given
 * @property {boolean} [beside] false: there is no daemon for a healthy client to run beside
 * @property {(daemon: object, round: number) => Promise<string>} provoke one round; throws when it went wrong
 * @property {(daemon: object) => Promise<string>} [conclude] after the last round
 */

const ROUNDS_MS = 60_000;
const HEADER = ['case', 'what is done', 'rounds', 'what was seen', 'healthy client, ms'];

const { values, positionals } = parseArgs({
  options: { once: { type: 'boolean', default: false } },
  allowPositionals: true,
});

const directory = new URL('field/', import.meta.url);
const files = (await readdir(directory)).filter((file) => file !== 'skip.mjs').sort();
const modules = await Promise.all(files.map((file) => import(new URL(file, directory))));
/** @type {FieldCase[]} */
const cases = modules.flatMap(({ CASES }) => CASES).filter(isWanted);
cases.sort((one, other) => one.id.localeCompare(other.id, 'en', { numeric: true }));

row(HEADER);
row(HEADER.map((text) => '-'.repeat(text.length)));
for (const fieldCase of cases) {
  row(await run(fieldCase));
}

function isWanted({ id, name }) {
  if (positionals.length === 0) {
    return true;
  }
  const isNumber = (word) => /^S?\d+$/.test(word);
  return positionals.some((word) => id === word || (!isNumber(word) && name.includes(word)));
}

/** Runs a case with a daemon of its own; resolves with its line of the table. */
async function run({ id, name, ...fieldCase }) {
  try {
    return [id, name, ...(await measure(fieldCase))];
  } catch (error) {
    if (error instanceof Skip) {
      return [id, name, 0, `skipped: ${error.message}`, ''];
    }
    process.exitCode = 1;
    return [id, name, '', `WRONG: ${error.message.replaceAll('\n', ' ')}`, ''];
  }
}

async function measure({ start, args, beside = true, provoke, conclude }) {
  if (!beside) {
    return [...(await repeat(() => provoke({}, 0))), ''];
  }
  const daemon = await (start ?? (() => startOurs(args)))();
  const probe = await startProbe(daemon.url, daemon.authorization).catch(async (error) => {
    await daemon.stop();
    throw error;
  });
  try {
    const [rounds, seen] = await repeat((round) => provoke(daemon, round));
    const concluded = await conclude?.(daemon);
    const { fault, requests, p50, p99, worst } = await probe.lap();
    if (fault !== undefined) {
      throw new Error(`the healthy client was not served: ${fault}`);
    }
    const latency = [p50, p99, worst].map((ms) => (ms ?? Number.NaN).toFixed(1));
    const served = `${requests} requests: p50 ${latency[0]}, p99 ${latency[1]}, worst ${latency[2]}`;
    return [rounds, [seen, concluded].filter(Boolean).join('; '), served];
  } finally {
    probe.stop();
    await daemon.stop();
  }
}

/** Resolves with how many rounds were done and what was seen in the last. */
async function repeat(provoke) {
  const until = performance.now() + (values.once ? 0 : ROUNDS_MS);
  let rounds = 0;
  let seen = '';
  do {
    seen = await provoke(rounds);
    rounds += 1;
  } while (performance.now() < until);
  return [rounds, seen];
}

function row(cells) {
  console.log(`| ${cells.join(' | ')} |`);
}
