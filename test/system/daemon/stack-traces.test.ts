import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';

const ROOT = new URL('../../../', import.meta.url).href;
const SCRIPT = `
  import { mapStackTraces } from '${ROOT}build/modules/main/daemon/stack-traces.js';
  import { startExecServer } from '${ROOT}dist/main/index.js';
  mapStackTraces();
  await startExecServer({ listen: 'nowhere' }).catch(({ stack }) => process.stdout.write(stack));
`;

test('stack traces through the bundle name the lines of the sources', () => {
  const args = ['--input-type=module', '--eval', SCRIPT];
  const [message, ...frames] = execFileSync(process.execPath, args, { encoding: 'utf8' }).split(
    '\n',
  );

  expect(message).toContain('nowhere');
  expect(frames[0]).toMatch(
    /^ {4}at parseListenUrl \(file:.*\/src\/main\/options\/listen-url\.ts:\d+:\d+\)$/,
  );
  expect(frames.join()).not.toContain('/dist/');
});
