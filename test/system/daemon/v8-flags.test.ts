import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';

const MODULES = new URL('../../../build/modules/', import.meta.url).href;
const SCRIPT = `
  import { once } from 'node:events';
  import { connect, createServer } from 'node:net';
  import { setV8Flags } from '${MODULES}main/daemon/v8-flags.js';
  const early = (count) => { let sum = 0; for (let i = 0; i < count; i += 1) { sum += i; } return sum; };
  const late = (count) => { let sum = 0; for (let i = 0; i < count; i += 1) { sum += i; } return sum; };
  const heat = (work) => { for (let i = 0; i < 2000; i += 1) { work(1000); } };
  setV8Flags();
  heat(early);
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  connect(server.address().port, '127.0.0.1');
  await once(server, 'connection');
  server.close();
  heat(late);
`;

test('V8 optimizes what runs from the first connection on', () => {
  const trace = execFileSync(
    process.execPath,
    ['--trace-opt', '--no-concurrent-recompilation', '--input-type=module', '--eval', SCRIPT],
    { encoding: 'utf8' },
  );

  expect(trace).toMatch(/completed compiling .*JSFunction late .*target TURBOFAN/);
  expect(trace).not.toMatch(/JSFunction early .*target TURBOFAN/);
});
