import { once } from 'node:events';
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';

const LISTEN = ['--listen', 'ws://127.0.0.1:0'];
const ZSTD = Buffer.from('KLUv/SAFKQAAaGVsbG8=', 'base64');
const CONTENTS = { gzip: gzipSync('hello'), zstd: ZSTD };

/**
 * Asks a program what it has.
 *
 * @param {import('../conformance/talk.mjs').Talk} talk
 * @returns {Promise<{ flags: Record<string, boolean>, features: Record<string, boolean> }>}
 */
export async function askForSupport(talk) {
  const wire = await talk.session();
  const { result } = await wire.request('environment/info', {});
  const features = {};
  for (const [name, probe] of Object.entries(PROBES)) {
    features[name] = await probe(talk, wire, result);
  }
  return { flags: result.capabilities, features };
}

/** Whether the program starts with these options. */
const starts =
  (...options) =>
  async (talk) => {
    const { url, end } = await talk.launch([...LISTEN, ...options]);
    if (url !== undefined) {
      await end();
    }
    return url !== undefined;
  };

const fetchEncoded = async (wire, encoding) => {
  const server = createServer((request, response) => {
    response.setHeader('content-encoding', encoding);
    response.setHeader('x-asked', request.headers['accept-encoding'] ?? '');
    response.end(CONTENTS[encoding]);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${server.address().port}/`;
  const params = { method: 'GET', url, requestId: encoding };
  const { result } = await wire.request('http/request', params);
  server.closeAllConnections();
  server.close();
  const asked = result.headers.find(({ name }) => name === 'x-asked')?.value ?? '';
  const isDecoded = Buffer.from(result.bodyBase64, 'base64').toString() === 'hello';
  return isDecoded && asked.includes(encoding);
};

/** What versions differ in beside the capability flags, by the text of its row. */
const PROBES = {
  '`error.data.kind` of a failed `process/start`': async (talk, wire) => {
    const params = talk.start({ argv: ['/no/such/program'] });
    const { error } = await wire.request('process/start', params);
    return error.data?.kind === 'spawnNotFound';
  },
  '`http/request` asks for gzip and decodes it': (_, wire) => fetchEncoded(wire, 'gzip'),
  '`http/request` asks for zstd and decodes it (exec-server: from Node 22.15 on)': (_, wire) =>
    fetchEncoded(wire, 'zstd'),
  'sandboxed processes': async (talk, wire) => {
    const sandbox = {
      permissions: {
        type: 'managed',
        file_system: {
          type: 'restricted',
          entries: [{ path: { type: 'special', value: { kind: 'root' } }, access: 'read' }],
        },
        network: 'restricted',
      },
      cwd: talk.uri('.'),
      windowsSandboxLevel: 'disabled',
    };
    const params = talk.start({ processId: 'box', argv: ['touch', 'file'], sandbox });
    return (await talk.playQuietly(wire, params)).exitCode === 1;
  },
  'programs of its own on `PATH` (`prependPathDirs`)': async (_talk, _wire, info) =>
    info.prependPathDirs.length > 0,
  '`--concurrent-requests`, `-c`, `--enable`, `--strict-config` are taken': starts(
    ...['--concurrent-requests', '2', '-c', 'model="x"'],
    ...['--enable', 'unified_exec', '--strict-config'],
  ),
  '`--linux-sandbox-pid-namespace isolate`': starts('--linux-sandbox-pid-namespace', 'isolate'),
  '`--linux-sandbox-pid-namespace inherit`': starts('--linux-sandbox-pid-namespace', 'inherit'),
  '`--proxy-private-ips-via-upstream`': starts('--proxy-private-ips-via-upstream'),
  '`--tcp-upstream-proxy`': starts('--tcp-upstream-proxy', '127.0.0.1:9'),
  '`--linux-sandbox-transparent-tcp`': starts('--linux-sandbox-transparent-tcp'),
};
