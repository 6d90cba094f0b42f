import { type BigIntStats, constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Logger } from '../../application/ports/logger.js';
import { describeOsError } from '../../protocol/os-errors.js';

const { O_NONBLOCK, O_RDONLY } = constants;
/** Permission bits of group and others. */
const OTHERS = 0o077n;

/** @throws {UnusableSecret} when the bytes are not acceptable. */
export type CheckSecret = (secret: Buffer, path: string) => void;

/**
 * A secret in a file, without surrounding white space. The file's status is checked on each use, and it is
 * read again when it has changed. When it becomes unusable or is removed, the previous secret stays in use,
 * with a warning, so that an incomplete rotation locks no client out.
 */
export class SecretFile implements Secret {
  readonly #path: string;
  readonly #check: CheckSecret;
  readonly #logger: Logger;
  #secret: Buffer = Buffer.alloc(0);
  /** Identifies a version of the file, unusable ones included, so that each is reported once. */
  #version = '';

  private constructor(path: string, check: CheckSecret, logger: Logger) {
    this.#path = path;
    this.#check = check;
    this.#logger = logger;
  }

  /** Resolves once the file has been read. @throws {UnusableSecret} */
  static async open(path: string, check: CheckSecret, logger: Logger): Promise<SecretFile> {
    const file = new SecretFile(resolve(path), check, logger);
    await file.#load();
    return file;
  }

  async current(): Promise<Buffer> {
    const version = await stat(this.#path, { bigint: true }).then(versionOf, codeOf);
    if (version === this.#version) {
      return this.#secret;
    }
    try {
      await this.#load();
      this.#logger.info('websocket auth secret reloaded', { path: this.#path });
    } catch (error) {
      this.#version = version;
      this.#logger.warn(
        'websocket auth secret changed but is invalid; the previous one stays in use',
        {
          reason: error instanceof Error ? error.message : String(error),
        },
      );
    }
    return this.#secret;
  }

  async #load(): Promise<void> {
    const [version, bytes] = await this.#read();
    const secret = Buffer.from(this.#decode(bytes).trim(), 'utf8');
    if (secret.length === 0) {
      throw new UnusableSecret(`websocket auth secret ${this.#path} must not be empty`);
    }
    this.#check(secret, this.#path);
    this.#secret = secret;
    this.#version = version;
  }

  /** Reads permissions and content of the same open file, even if it is replaced meanwhile. */
  async #read(): Promise<[version: string, bytes: Buffer]> {
    let file: FileHandle | undefined;
    try {
      // At the start it may be a pipe, as `<(pass show token)`; later, each attempt would wait for its writer.
      const isFirst = this.#version === '';
      file = await open(this.#path, isFirst ? O_RDONLY : O_RDONLY | O_NONBLOCK);
      const status = await file.stat({ bigint: true });
      if (!isFirst && !status.isFile()) {
        throw this.#unreadable('not a regular file');
      }
      const bytes = await file.readFile();
      this.#requirePrivate(status);
      return [versionOf(status), bytes];
    } catch (error) {
      if (error instanceof UnusableSecret) {
        throw error;
      }
      throw this.#unreadable(describeOsError(codeOf(error as NodeJS.ErrnoException)));
    } finally {
      await file?.close();
    }
  }

  #requirePrivate({ mode }: BigIntStats): void {
    if ((mode & OTHERS) === 0n) {
      return;
    }
    const bits = (mode & 0o777n).toString(8).padStart(4, '0');
    throw new UnusableSecret(
      `websocket auth secret ${this.#path} is accessible to other users (mode ${bits}): chmod 600 ${this.#path}`,
    );
  }

  #decode(bytes: Buffer): string {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      throw this.#unreadable('stream did not contain valid UTF-8');
    }
  }

  #unreadable(reason: string): UnusableSecret {
    return new UnusableSecret(`failed to read websocket auth secret ${this.#path}: ${reason}`);
  }
}

/** Changes with the content, the permissions, and the file behind the name. */
const versionOf = ({ dev, ino, size, mode, mtimeNs, ctimeNs }: BigIntStats): string =>
  [dev, ino, size, mode, mtimeNs, ctimeNs].join(' ');

const codeOf = ({ code = 'unknown error' }: NodeJS.ErrnoException): string => code;

/** The source of an authenticator's secret. */
export interface Secret {
  /** The current secret. */
  current(): Buffer | Promise<Buffer>;
}

/** A file is not usable as a secret; the message says why, without its content. */
export class UnusableSecret extends Error {}
