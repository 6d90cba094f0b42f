import { expect, test } from '@jest/globals';
import { ClientFixture } from './client-fixture.js';
import { secureUpstream } from './secure-upstream.js';

test('a self-signed certificate is not trusted', async () => {
  await using far = await secureUpstream();
  await using fixture = new ClientFixture();

  await expect(fixture.send(far.url)).rejects.toThrow(
    'its certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)',
  );
  expect(far.requests).toEqual([]);
});

test.each(['SSL_CERT_FILE', 'CODEX_CA_CERTIFICATE', 'NODE_EXTRA_CA_CERTS'])(
  'a certificate in the file of %s is trusted',
  async (variable) => {
    await using far = await secureUpstream();
    await using fixture = new ClientFixture({ [variable]: far.certificateFile });

    expect(await fixture.fetch(far.url)).toBe('secure');
  },
);

test('a certificate in a directory of SSL_CERT_DIR is trusted, beside missing directories', async () => {
  await using far = await secureUpstream();
  await using fixture = new ClientFixture({ SSL_CERT_DIR: `/no/such/directory:${far.directory}` });

  expect(await fixture.fetch(far.url)).toBe('secure');
});

test('the certificate must match the URL, not the Host header', async () => {
  await using far = await secureUpstream();
  await using fixture = new ClientFixture({ SSL_CERT_FILE: far.certificateFile });

  expect(await fixture.fetch(far.url, { headers: [['host', 'other.test']] })).toBe('secure');
  const byAddress = far.url.replace('localhost', '127.0.0.1');
  await expect(fixture.send(byAddress, { headers: [['host', 'localhost']] })).rejects.toThrow(
    'its certificate is not trusted (ERR_TLS_CERT_ALTNAME_INVALID)',
  );
});

test('a missing SSL_CERT_FILE fails https requests only', async () => {
  await using far = await secureUpstream();
  await using fixture = new ClientFixture({ SSL_CERT_FILE: '/no/such.pem' });

  await expect(fixture.send(far.url)).rejects.toMatchObject({
    code: 'failed',
    message:
      'http/request failed: Failed to read CA certificate file /no/such.pem selected by SSL_CERT_FILE: ENOENT',
  });
  await expect(fixture.send('http://127.0.0.1:1/')).rejects.toThrow(
    'the connection was refused (ECONNREFUSED)',
  );
});
