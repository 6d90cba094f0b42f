import { readdir, readFile, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { ExecServerError } from '../../domain/errors.js';

/** Where operating systems keep their trusted certificates, as OpenSSL looks for them. */
const SYSTEM_BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/** Variables that name a file, which must exist. */
const FILE_VARIABLES = ['CODEX_CA_CERTIFICATE', 'SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS'];

type Environment = Readonly<Record<string, string>>;

/**
 * The trusted root certificates: those of Node, of the system, and those that variables name for OpenSSL,
 * Node or the Codex CLI, all together.
 *
 * @throws {ExecServerError} when a file that a variable names cannot be read.
 */
export const trustedRoots = async (environment: Environment): Promise<SecureContext> => {
  const named = FILE_VARIABLES.filter((variable) => environment[variable]).map((variable) =>
    readNamed(variable, environment[variable] ?? ''),
  );
  const directories = (environment.SSL_CERT_DIR ?? '')
    .split(delimiter)
    .filter((path) => path !== '');
  const found = await Promise.all([...named, firstBundle(), ...directories.map(readCertificates)]);
  return createSecureContext({ ca: [...rootCertificates, ...found.flat()] });
};

const readNamed = async (variable: string, path: string): Promise<string[]> => {
  try {
    return [await readFile(path, 'utf8')];
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    throw new ExecServerError(
      'failed',
      `http/request failed: Failed to read CA certificate file ${path} selected by ${variable}: ${code}`,
    );
  }
};

const firstBundle = async (): Promise<string[]> => {
  for (const path of SYSTEM_BUNDLES) {
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text !== undefined) {
      return [text];
    }
  }
  return [];
};

/** All files of the directory that contain certificates; others are ignored. */
const readCertificates = async (directory: string): Promise<string[]> => {
  const names = await readdir(directory).catch(() => []);
  const texts = await Promise.all(names.map((name) => readIfFile(join(directory, name))));
  return texts.filter((text) => text.includes('-----BEGIN'));
};

const readIfFile = async (path: string): Promise<string> => {
  try {
    return (await stat(path)).isFile() ? await readFile(path, 'utf8') : '';
  } catch {
    return '';
  }
};
