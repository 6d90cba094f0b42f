import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { useProcessFixture } from '../process-runner-fixture.js';

const FIXTURES = fileURLToPath(new URL('../../../fixtures/processes', import.meta.url));

describe.each([
  ['pipes', false],
  ['a terminal', true],
])('A program on %s', (_, terminal) => {
  const fixture = useProcessFixture(terminal);

  test('is searched for in the PATH of its own environment', async () => {
    const observer = await fixture.run(['say', 'hi'], { env: { PATH: `/nowhere:${FIXTURES}` } });
    expect(observer.text()).toBe(`say: ${FIXTURES}/say hi\n`);
  });

  test('is searched for in the default path without a PATH', async () => {
    expect((await fixture.run(['echo', 'hi'], { env: {} })).text()).toBe('hi\n');
  });

  test.each([
    ['say', { PATH: '' }],
    ['say', { PATH: '/nowhere:' }],
    ['say', { PATH: '.' }],
    ['./say', {}],
    ['../processes/say', {}],
  ])('is resolved as %s with %j against its working directory', async (name, env) => {
    const observer = await fixture.run([name, 'hi'], { env, cwd: FIXTURES });
    expect(observer.text()).toMatch(/^say: .*say hi\n$/);
  });

  test('runs in its working directory', async () => {
    expect((await fixture.run(['readlink', '/proc/self/cwd'], { cwd: FIXTURES })).text()).toBe(
      `${FIXTURES}\n`,
    );
  });

  test('gets exactly its environment', async () => {
    const env = { SHELL: '/x', '': 'no name', 'a.b': '1', 'c=d': '2', e: 'line\nline', f: '' };
    const observer = await fixture.run(['/usr/bin/env', '-0'], { env });
    expect(observer.text()).toBe(
      Object.entries(env)
        .map(([name, value]) => `${name}=${value}\0`)
        .join(''),
    );
  });

  test('gets its arguments unchanged', async () => {
    const args = ['', ' a  b ', '"quoted"', "it's", '$HOME', '*', '-n', 'ü\n'];
    const observer = await fixture.run(['bash', '-c', 'printf "<%s>" "$@"', 'x', ...args]);
    expect(observer.text()).toBe(args.map((arg) => `<${arg}>`).join(''));
  });

  test('sees its arg0', async () => {
    const observer = await fixture.run(['cat', '/proc/self/cmdline'], { arg0: '-odd name' });
    expect(observer.text()).toBe('-odd name\0/proc/self/cmdline\0');
  });

  test('keeps its environment under another arg0', async () => {
    const env = { PATH: '/usr/bin:/bin', SHELL: '/x', PWD: "it's", OLDPWD: '/y', SHLVL: '5' };
    const observer = await fixture.run(['env', '-0'], { arg0: 'other', env });
    const entries = observer.text().split('\0').filter(Boolean).sort();
    expect(entries).toEqual(
      Object.entries(env)
        .map(([name, value]) => `${name}=${value}`)
        .sort(),
    );
  });
});
