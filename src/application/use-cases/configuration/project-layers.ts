import type { ConfigurationTable } from '../../../domain/configuration/configuration-table.js';
import { projectConfiguration } from '../../../domain/configuration/project-configuration.js';
import { ProjectTrust } from '../../../domain/configuration/project-trust.js';
import { ExecServerError } from '../../../domain/errors.js';
import { ancestors, joinPath } from '../../../domain/files/paths.js';
import { catchExpected } from '../../host/catch-expected.js';
import { tryStat } from '../../host/try-stat.js';
import type { ConfigurationLimits } from '../../limits/configuration-limits.js';
import type { FileSystem } from '../../ports/file-system.js';
import type { ConfigurationFiles, ConfigurationLayer } from './configuration-files.js';
import { isGitRepository, repositoryOf } from './git-repository.js';

const DEFAULT_MARKERS: readonly string[] = ['.git'];

/** The configuration of the project around a directory, as far as its user trusts it. */
export class ProjectLayers {
  readonly #files: FileSystem;
  readonly #configurations: ConfigurationFiles;
  readonly #limits: ConfigurationLimits;

  constructor(files: FileSystem, configurations: ConfigurationFiles, limits: ConfigurationLimits) {
    this.#files = files;
    this.#configurations = configurations;
    this.#limits = limits;
  }

  /**
   * Resolves with the layers from the project's root down to `cwd`, which need not exist.
   *
   * @param settings the host's configuration of projects.
   * @throws {ExecServerError} when the settings or a trusted file are invalid.
   */
  async read(
    cwd: string,
    settings: ConfigurationTable,
    codexHome: string,
  ): Promise<readonly ConfigurationLayer[]> {
    const trust = new ProjectTrust(settings.get('projects'));
    const path = ancestors(cwd, this.#limits.maxConfigurationDirectories);
    const root = await this.#rootOf(path, markersOf(settings));
    const known = [...(await this.#trustKeys(root)), ...(await this.#repository(path))];
    const layers: ConfigurationLayer[] = [];
    for (const directory of path.slice(0, path.indexOf(root) + 1).reverse()) {
      const baseDir = joinPath(directory, '.codex');
      if (!(await this.#isProjectConfigDir(baseDir, codexHome))) {
        continue;
      }
      if (!trust.isTrusted([...(await this.#trustKeys(directory)), ...known])) {
        continue;
      }
      const file = joinPath(baseDir, 'config.toml');
      const table = projectConfiguration(await this.#configurations.read(file, 'project'));
      layers.push({ source: `project (${file})`, baseDir, table });
    }
    return layers;
  }

  /** The nearest directory with a marker; without one, the directory itself. */
  async #rootOf(path: readonly string[], markers: readonly string[]): Promise<string> {
    for (const directory of path) {
      for (const marker of markers) {
        if (await this.#isMarked(directory, marker)) {
          return directory;
        }
      }
    }
    return path[0] ?? '/';
  }

  async #isMarked(directory: string, marker: string): Promise<boolean> {
    if (marker === '.git') {
      return await isGitRepository(this.#files, directory);
    }
    return (await tryStat(this.#files, joinPath(directory, marker))) !== undefined;
  }

  async #repository(path: readonly string[]): Promise<readonly string[]> {
    for (const directory of path) {
      if (!(await isGitRepository(this.#files, directory))) {
        continue;
      }
      const maxBytes = this.#limits.maxConfigurationFileBytes;
      const repository = await repositoryOf(this.#files, directory, maxBytes);
      return repository === undefined ? [] : [repository];
    }
    return [];
  }

  /** The user's own configuration directory is not a project's, even where it is inside one. */
  async #isProjectConfigDir(baseDir: string, codexHome: string): Promise<boolean> {
    const found = await tryStat(this.#files, baseDir);
    return found?.isDirectory === true && (await this.#canonical(baseDir)) !== codexHome;
  }

  /** The paths under which a user may have configured trust for a directory. */
  async #trustKeys(directory: string): Promise<readonly string[]> {
    const canonical = await this.#canonical(directory);
    return canonical === undefined ? [directory] : [canonical, directory];
  }

  #canonical(path: string): Promise<string | undefined> {
    return catchExpected(
      () => this.#files.canonicalize(path),
      () => undefined,
    );
  }
}

const markersOf = (settings: ConfigurationTable): readonly string[] => {
  const markers = settings.get('project_root_markers') ?? DEFAULT_MARKERS;
  if (Array.isArray(markers) && markers.every((marker) => typeof marker === 'string')) {
    return markers;
  }
  throw new ExecServerError('failed', 'project_root_markers must be an array of strings');
};
