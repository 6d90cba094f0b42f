import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** An HTTPS server with a new self-signed certificate. */
export interface SecureUpstream extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
  /** The certificate, which vouches for itself, alone in its directory but for the key. */
  readonly certificateFile: string;
  readonly directory: string;
  /** Headers of what came. */
  readonly requests: readonly IncomingHttpHeaders[];
}

export const secureUpstream = async (): Promise<SecureUpstream> => {
  const directory = await mkdtemp(join(tmpdir(), 'secure-upstream-'));
  const [keyFile, certificateFile] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
    ...['-keyout', keyFile, '-out', certificateFile, '-days', '2', '-subj', '/CN=localhost'],
    ...['-addext', 'subjectAltName=DNS:localhost'],
  ]);
  const requests: IncomingHttpHeaders[] = [];
  const server = createServer(
    { key: await readFile(keyFile), cert: await readFile(certificateFile) },
    (request, response) => {
      requests.push(request.headers);
      response.end('secure');
    },
  );
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `https://localhost:${port}/`,
    certificateFile,
    directory,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await rm(directory, { recursive: true });
    },
  };
};
