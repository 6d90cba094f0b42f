import { ExecServerError } from '../errors.js';
import { asTable, type ConfigurationValue } from './configuration-table.js';

const LEVELS: readonly unknown[] = ['trusted', 'untrusted'];

/** The projects that the user trusts: the table `projects` of a configuration. */
export class ProjectTrust {
  readonly #levels: ReadonlyMap<string, ConfigurationValue | undefined>;

  /** @throws {ExecServerError} when the table has the wrong shape; no project is trusted then. */
  constructor(projects: ConfigurationValue | undefined) {
    const table = projects === undefined ? new Map<string, never>() : asTable(projects);
    if (table === undefined) {
      throw invalid('a map', 'projects');
    }
    this.#levels = new Map([...table].map(([path, project]) => [path, levelOf(path, project)]));
  }

  /** Whether the first of these paths that has an entry is trusted. */
  isTrusted(paths: readonly string[]): boolean {
    const setting = paths.find((path) => this.#levels.get(path) !== undefined);
    return setting !== undefined && this.#levels.get(setting) === 'trusted';
  }
}

const levelOf = (path: string, project: ConfigurationValue): ConfigurationValue | undefined => {
  const table = asTable(project);
  if (table === undefined) {
    throw invalid('a map', `projects.${path}`);
  }
  const level = table.get('trust_level');
  if (level !== undefined && !LEVELS.includes(level)) {
    throw invalid('`trusted` or `untrusted`', `projects.${path}.trust_level`);
  }
  return level;
};

const invalid = (expected: string, where: string): ExecServerError =>
  new ExecServerError('failed', `expected ${expected} in \`${where}\``);
