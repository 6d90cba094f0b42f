// Sends every combination of origin, host, credential, route and method to this daemon and to upstream, and prints what
// either answers:
//   npm run stress:access [-- --all]
// Without `--all` only the combinations are listed that are answered differently, those alike on one line.
// Exit code 1 when an answer differs from what the documents say.
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { startOurs, startUpstream } from '../bench/lib/daemons.mjs';
import { ALLOWED_HOST, TOKEN } from '../build/test/access-matrix/access-case.js';
import { ourAnswer, upstreamAnswer } from '../build/test/access-matrix/access-rules.js';
import { runMatrix } from '../build/test/access-matrix/run-matrix.js';

const { values } = parseArgs({ options: { all: { type: 'boolean', default: false } } });
const digest = createHash('sha256').update(TOKEN).digest('hex');
const auth = ['--ws-auth', 'capability-token', '--ws-token-sha256', digest];

const ours = await startOurs([...auth, '--allowed-host', ALLOWED_HOST]);
const upstream = await startUpstream(auth);
try {
  const [our, their] = [await runMatrix(portOf(ours)), await runMatrix(portOf(upstream))];
  let surprises = 0;
  const groups = new Map();
  our.forEach(([accessCase, answer], index) => {
    const shown = [show(answer), show(their[index][1])];
    for (const [who, said, rule] of [
      ['ours', shown[0], ourAnswer],
      ['upstream', shown[1], upstreamAnswer],
    ]) {
      const due = show(rule(accessCase));
      if (said === due) {
        continue;
      }
      surprises += 1;
      console.log(`${who} answers ${said}, due is ${due}: ${JSON.stringify(accessCase)}`);
    }
    const key = values.all ? describe(accessCase) : shown.join(' | ');
    const { cases = [] } = groups.get(key) ?? {};
    groups.set(key, { shown, cases: [...cases, accessCase] });
  });
  console.log(`\n${our.length} ways to sendUpgrade, ${surprises} answers that surprise\n`);
  for (const { shown, cases } of groups.values()) {
    const [mine, other] = shown;
    const verdict = mine === other ? 'both' : `upstream ${other}; ours`;
    const example = values.all || mine !== other ? `, such as ${describe(cases[0])}` : '';
    console.log(`${String(cases.length).padStart(5)}  ${verdict} ${mine}${example}`);
  }
  if (surprises > 0) {
    process.exitCode = 1;
  }
} finally {
  await ours.stop();
  await upstream.stop();
}

function portOf({ url }) {
  return Number(new URL(url).port);
}

function show([status, body]) {
  return `${status} ${body.includes('--allowed-host') ? 'HOST' : body}`.trim();
}

function describe({ origin, host, credential, route, method }) {
  return `${method} of ${route}, host ${host}, origin ${origin}, credential ${credential}`;
}
