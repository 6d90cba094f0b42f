import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { expect, test } from '@jest/globals';
import { runCli } from '../run-cli.js';

/** A Node that says that it is another. */
const pretending = (version: string): Record<string, string> => {
  const versions = `{...process.versions,node:"${version}"}`;
  const code = `Object.defineProperty(process,"versions",{value:${versions}})`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` };
};

test.each(['20.18.3', '18.19.0', '9.11.2', '0.12.18'])(
  'exec-server on Node %s fails with one line that names the required version',
  async (version) => {
    const { code, stdout, stderr } = await runCli(['--version'], pretending(version));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      new RegExp(`^Error: exec-server needs Node.js 20.19 or newer, and this is ${version} .*\n$`),
    );
  },
);

test.each(['20.19.0', '21.0.0', '22.12.0', '100.1.0'])(
  'exec-server on Node %s starts',
  async (version) => {
    expect((await runCli(['--version'], pretending(version))).code).toBe(0);
  },
);

test('cli.js can be parsed by a Node without ES modules', () => {
  const program = fileURLToPath(new URL('../../../dist/main/cli.js', import.meta.url));
  expect(() => new Script(readFileSync(program, 'utf8'))).not.toThrow();
});
