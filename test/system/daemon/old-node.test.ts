import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Script, SyntheticModule } from 'node:vm';
import { expect, test } from '@jest/globals';
import { runCli } from '../run-cli.js';

/** A Node that says that it is another. */
const pretending = (version: string): Record<string, string> => {
  const versions = `{...process.versions,node:"${version}"}`;
  const code = `Object.defineProperty(process,"versions",{value:${versions}})`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` };
};

const tooOld = (version: string): RegExp =>
  new RegExp(`^Error: exec-server needs Node.js 20.19 or newer, and this is ${version} .*\n$`);

test('exec-server on Node 20.18.3 fails with one line that names the required version', async () => {
  const { code, stdout, stderr } = await runCli(['--version'], pretending('20.18.3'));
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(tooOld('20.18.3'));
});

test('exec-server on Node 20.19.0 starts', async () => {
  expect((await runCli(['--version'], pretending('20.19.0'))).code).toBe(0);
});

/** Runs `cli.js` as a script, as a Node without ES modules would; resolves with what it said, and which module it loaded. */
const runScript = async (version: string) => {
  const program = fileURLToPath(new URL('../../../dist/main/cli.js', import.meta.url));
  const process = { versions: { node: version }, argv: ['node', 'cli.js'], execPath: 'node' };
  const said: string[] = [];
  const loaded: string[] = [];
  const script = new Script(readFileSync(program, 'utf8'), {
    importModuleDynamically: async (name) => {
      loaded.push(name);
      const module = new SyntheticModule([], () => undefined);
      await module.link(() => module);
      await module.evaluate();
      return module;
    },
  });
  script.runInNewContext({ process, console: { error: (line: string) => said.push(`${line}\n`) } });
  return { said, loaded, exitCode: (process as { exitCode?: number }).exitCode };
};

test.each(['18.19.0', '9.11.2', '0.12.18'])('cli.js loads nothing on Node %s', async (version) => {
  const said = [expect.stringMatching(tooOld(version))];
  expect(await runScript(version)).toEqual({ said, loaded: [], exitCode: 1 });
});

test.each(['21.0.0', '22.12.0', '100.1.0'])(
  'cli.js loads the daemon on Node %s',
  async (version) => {
    const loaded = ['./daemon/run.js'];
    expect(await runScript(version)).toEqual({ said: [], loaded, exitCode: undefined });
  },
);
