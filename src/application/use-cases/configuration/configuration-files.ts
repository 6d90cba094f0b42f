import {
  ConfigurationSyntaxError,
  type ConfigurationTable,
} from '../../../domain/configuration/configuration-table.js';
import { ExecServerError } from '../../../domain/errors.js';
import { displayPath } from '../../../domain/files/path-encoding.js';
import { catchExpected } from '../../host/catch-expected.js';
import { decodeUtf8 } from '../../host/decode-utf8.js';
import type { ConfigurationLimits } from '../../limits/configuration-limits.js';
import type { FileContents } from '../../ports/file-system.js';
import type { ConfigurationFormat } from '../../ports/formats/configuration-format.js';

/** The kind of file, for error texts. */
export type ConfigurationOwner = 'host' | 'project' | 'requirements';

/** Reads and parses configuration files. */
export class ConfigurationFiles {
  readonly #files: FileContents;
  readonly #format: ConfigurationFormat;
  readonly #limits: ConfigurationLimits;

  constructor(files: FileContents, format: ConfigurationFormat, limits: ConfigurationLimits) {
    this.#files = files;
    this.#format = format;
    this.#limits = limits;
  }

  /**
   * Resolves with an empty table when the file does not exist.
   *
   * @throws {ExecServerError} that names the file and repeats nothing of its content.
   */
  async read(path: string, owner: ConfigurationOwner): Promise<ConfigurationTable> {
    const bytes = await this.#bytes(path, owner);
    if (bytes === undefined) {
      return new Map();
    }
    const text = decodeUtf8(bytes);
    if (text === undefined) {
      throw unreadable(path, owner, 'invalid utf-8');
    }
    try {
      return await this.#format.parse(text.replace(/^\uFEFF/, ''));
    } catch (error) {
      if (error instanceof ConfigurationSyntaxError) {
        throw malformed(path, owner, error);
      }
      throw error;
    }
  }

  #bytes(path: string, owner: ConfigurationOwner): Promise<Uint8Array | undefined> {
    const maxBytes = this.#limits.maxConfigurationFileBytes;
    return catchExpected(
      () => this.#files.readFile(path, { followSymlinks: true, maxBytes }),
      ({ code, message }) => {
        if (code === 'not-found') {
          return undefined;
        }
        throw unreadable(path, owner, message);
      },
    );
  }
}

const READING: Readonly<Record<ConfigurationOwner, string>> = {
  host: 'Failed to read config file',
  project: 'Failed to read project config file',
  requirements: 'Failed to read requirements file',
};

const unreadable = (path: string, owner: ConfigurationOwner, reason: string): ExecServerError =>
  new ExecServerError('failed', `${READING[owner]} ${displayPath(path)}: ${reason}`);

const malformed = (
  path: string,
  owner: ConfigurationOwner,
  { line, column, message }: ConfigurationSyntaxError,
): ExecServerError => {
  const shown = displayPath(path);
  const where = `${shown}: TOML parse error at line ${line}, column ${column}: ${message}`;
  const texts: Readonly<Record<ConfigurationOwner, string>> = {
    host: `${shown}:${line}:${column}: ${message}`,
    project: `Error parsing project config file ${where}`,
    requirements: `failed to parse requirements layer ${where}`,
  };
  return new ExecServerError('failed', texts[owner]);
};

/** One of several active configurations; for each key the last layer that sets it wins. */
export interface ConfigurationLayer {
  /** Kind and path of its file, for display. */
  readonly source: string;
  /** The base of relative paths in it. */
  readonly baseDir: string;
  readonly table: ConfigurationTable;
}
