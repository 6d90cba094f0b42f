import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';

/** Prints the status of a request, its `x-proxy-error` and its body; or the code of a connection that failed. */
const REACH = `import { connect } from 'node:net';
let [how, host, port] = process.argv.slice(2);
const target = host + ':' + port;
const proxy = new URL(process.env.HTTP_PROXY);
const [at, where] = how === 'direct' ? [port, host] : [proxy.port, proxy.hostname];
const get = (url) => 'GET ' + url + ' HTTP/1.1\\r\\nHost: ' + target + '\\r\\nConnection: close\\r\\n\\r\\n';
const first = { direct: get('/'), http: get('http://' + target + '/'), connect: 'CONNECT ' + target + ' HTTP/1.1\\r\\n\\r\\n' };
const socket = connect(at, where, () => socket.write(first[how]));
let text = '';
socket.setEncoding('utf8').on('data', (more) => {
  text += more;
  if (how !== 'connect' || !text.includes('\\r\\n\\r\\n')) return;
  how = 'http';
  if (!text.startsWith('HTTP/1.1 200')) return socket.end();
  text = '';
  socket.write(get('/'));
});
socket.on('error', ({ code }) => console.log(code));
socket.on('close', () => {
  const [head, body] = text.split('\\r\\n\\r\\n');
  const [, status] = / (\\d+) /.exec(head) ?? [];
  const [, error = '-'] = /^x-proxy-error: (.*)$/m.exec(head.replaceAll('\\r', '')) ?? [];
  if (status) console.log(status, error, body);
});
`;

const reach = (how, host, port = 80) => ({ shell: `node reach.mjs ${how} ${host} ${port}` });

/** Starts an HTTP server on loopback that says what it was asked for, until the run is over. */
async function startOrigin(run) {
  const server = createServer((request, response) => {
    const body = `asked for ${request.url}`;
    response.writeHead(200, { 'content-length': body.length }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  run.onClose(() => server.close());
  return server.address().port;
}

const profile = (domains) => `[permissions.proxied.filesystem]
":root" = "read"
":tmpdir" = "write"

[permissions.proxied.filesystem.":workspace_roots"]
"." = "write"

[permissions.proxied.network]
enabled = true

[permissions.proxied.network.domains]
${domains}`;

const PROXIED = { permissions: 'proxied', features: ['network_proxy'] };

/** A public address: the client is asked about no other. It is reached through the proxy of the daemon's environment. */
const ASKED = '8.8.8.8';

/** The CLI lets an executor ask only where an administrator requires a proxy, and the model reviews approvals. */
const asked = (review) => ({
  ...PROXIED,
  review,
  requirements: '[experimental_network]\nenabled = true\n',
  config: () => profile('"allowed.test" = "allow"\n'),
  prepare: async (run) => {
    await run.put('reach.mjs', REACH);
    const port = await startOrigin(run);
    run.daemonEnv = { HTTP_PROXY: `http://127.0.0.1:${port}` };
  },
  steps: () => [reach('http', ASKED), { say: 'done' }],
});

const blocked = (host, port, reason, message) => ({
  ...{ status: 'blocked', host, reason, decision: 'deny', source: 'baseline_policy' },
  ...{ protocol: 'http', port, message },
});

/** What a command may reach through the proxy that the CLI asks the daemon for, and that there is no way around it. */
export const NETWORK = [
  {
    name: 'network-proxy',
    ...PROXIED,
    config: () => profile('"127.0.0.1" = "allow"\n"denied.test" = "deny"\n'),
    prepare: async (run) => {
      await run.put('reach.mjs', REACH);
      run.port = await startOrigin(run);
    },
    steps: (run) => [
      reach('http', '127.0.0.1', run.port),
      reach('connect', '127.0.0.1', run.port),
      reach('http', 'denied.test'),
      reach('http', 'unlisted.test'),
      reach('http', '10.0.0.1'),
      reach('connect', 'denied.test', 443),
      reach('direct', '127.0.0.1', run.port),
      reach('direct', ASKED),
      { say: 'done' },
    ],
    check: (run) => {
      assert.equal(run.printed(0), '200 - asked for /\n');
      assert.equal(run.printed(1), '200 - asked for /\n');
      const local = 'Sandbox policy blocks local/private network addresses.';
      for (const [call, error, body] of [
        [
          2,
          'denylist',
          blocked('denied.test', 80, 'denied', 'Domain denied by the sandbox policy.'),
        ],
        [3, 'allowlist', blocked('unlisted.test', 80, 'not_allowed', 'Domain not in allowlist.')],
        [4, 'allowlist', blocked('10.0.0.1', 80, 'not_allowed_local', local)],
      ]) {
        const [status, header, ...json] = run.printed(call).split(' ');
        assert.equal(`${status} ${header}`, `403 blocked-by-${error}`);
        assert.deepEqual(JSON.parse(json.join(' ')), body);
      }
      assert.match(run.printed(5), /^403 blocked-by-denylist/);
      assert.equal(run.printed(6), 'ECONNREFUSED\n');
      assert.match(run.printed(7), /^(ENETUNREACH|EPERM|EACCES)\n$/);
    },
  },
  {
    name: 'network-asked-and-allowed',
    ...asked('allow'),
    check: (run) => {
      assert.equal(run.printed(0), `200 - asked for http://${ASKED}:80/\n`);
      assert.equal(run.script.reviews.length, 1);
    },
  },
  {
    name: 'network-asked-and-denied',
    ...asked('deny'),
    check: (run) => {
      assert.match(run.output(0), /rejected due to unacceptable risk\.\\nReason: as the scenario/);
      assert.equal(run.script.reviews.length, 1);
    },
  },
];
