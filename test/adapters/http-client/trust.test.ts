import { expect, test } from '@jest/globals';
import { ClientBench } from './client-fixture.js';
import { secureUpstream } from './secure-upstream.js';

test('a server is not trusted on its own word', async () => {
  await using far = await secureUpstream();
  await using bench = new ClientBench();

  await expect(bench.send(far.url)).rejects.toThrow(
    'its certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)',
  );
  expect(far.requests).toEqual([]);
});

test.each(['SSL_CERT_FILE', 'CODEX_CA_CERTIFICATE', 'NODE_EXTRA_CA_CERTS'])(
  'whom the file in %s vouches for is trusted',
  async (variable) => {
    await using far = await secureUpstream();
    await using bench = new ClientBench({ [variable]: far.certificateFile });

    expect(await bench.fetch(far.url)).toBe('secure');
  },
);

test('whom a folder in SSL_CERT_DIR vouches for is trusted, whatever else is in it', async () => {
  await using far = await secureUpstream();
  await using bench = new ClientBench({ SSL_CERT_DIR: `/no/such/folder:${far.folder}` });

  expect(await bench.fetch(far.url)).toBe('secure');
});

test('it is the address that must be vouched for, whatever the client says in Host', async () => {
  await using far = await secureUpstream();
  await using bench = new ClientBench({ SSL_CERT_FILE: far.certificateFile });

  expect(await bench.fetch(far.url, { headers: [['host', 'other.test']] })).toBe('secure');
  const byAddress = far.url.replace('localhost', '127.0.0.1');
  await expect(bench.send(byAddress, { headers: [['host', 'localhost']] })).rejects.toThrow(
    'its certificate is not trusted (ERR_TLS_CERT_ALTNAME_INVALID)',
  );
});

test('a file that is named and missing is told of, and only for what needs it', async () => {
  await using far = await secureUpstream();
  await using bench = new ClientBench({ SSL_CERT_FILE: '/no/such.pem' });

  await expect(bench.send(far.url)).rejects.toMatchObject({
    code: 'failed',
    message:
      'http/request failed: Failed to read CA certificate file /no/such.pem selected by SSL_CERT_FILE: ENOENT',
  });
  await expect(bench.send('http://127.0.0.1:1/')).rejects.toThrow(
    'the connection was refused (ECONNREFUSED)',
  );
});
