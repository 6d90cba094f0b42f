import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureCodexCli } from '../../scripts/codex/cli-cache.mjs';

const DAEMON = fileURLToPath(new URL('../../dist/main/cli.js', import.meta.url));
const ECHO_SERVER = fileURLToPath(new URL('../client/echo-server.mjs', import.meta.url));

/**
 * The programs that are compared, each with a name and its command: `ours`, `upstream`, and those of `--also NAME=PATH`.
 *
 * @param {{ node: string, version: string, also: readonly string[] }} options
 */
export const findTargets = async ({ node, version, also }) => {
  const { cacheDir } = await ensureCodexCli({
    version,
    signal: new AbortController().signal,
    log: console.error,
  });
  return [
    daemon('ours', node, DAEMON),
    { name: 'upstream', command: [upstreamProgram(cacheDir), 'exec-server'] },
    ...also.map((each) => alsoDaemon(each, node)),
  ];
};

/** A server that does next to nothing: what the client measures of it is the client's own limit. */
export const CEILING = { name: 'ceiling', command: [process.execPath, ECHO_SERVER] };

/** `NAME=PATH/TO/cli.js`, `NAME=PATH/TO/node:PATH/TO/cli.js`, or `NAME=PATH/TO/node:` for this build. */
const alsoDaemon = (text, node) => {
  const [, name, path] = /^([\w.-]+)=(.+)$/.exec(text) ?? [];
  if (!name) {
    throw new Error(`--also ${text} is not NAME=PATH`);
  }
  const [own, program] = path.includes(':') ? path.split(':') : [node, path];
  return daemon(name, own, program || DAEMON);
};

const daemon = (name, node, program) => {
  if (!existsSync(program)) {
    throw new Error(`${program} is missing: run npm run build first`);
  }
  return { name, command: [node, program, '--log-level', 'warn'] };
};

/** The program itself, without the Node.js script that starts it. */
const upstreamProgram = (cacheDir) => {
  const packages = join(cacheDir, 'node_modules/@openai');
  for (const name of readdirSync(packages)) {
    const vendor = join(packages, name, 'vendor');
    for (const platform of existsSync(vendor) ? readdirSync(vendor) : []) {
      const program = join(vendor, platform, 'bin/codex');
      if (existsSync(program)) {
        return program;
      }
    }
  }
  throw new Error(`no codex program in ${packages}`);
};
