import { mergeConfiguration } from '../../../domain/configuration/merge-configuration.js';
import { selectConfiguration } from '../../../domain/configuration/select-configuration.js';
import { ExecServerError } from '../../../domain/errors.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import { catchExpected } from '../../host/catch-expected.js';
import { type HostPath, requireLocalPath } from '../../host/host-path.js';
import type { ConfigurationLimits } from '../../limits/configuration-limits.js';
import type { FileSystemProvider } from '../../ports/file-system-provider.js';
import type { ConfigurationFormat } from '../../ports/formats/configuration-format.js';
import type { HostInformation } from '../../ports/host-information.js';
import { findCodexHome } from './codex-home.js';
import { ConfigurationFiles, type ConfigurationLayer } from './configuration-files.js';
import { readHostLayers } from './host-layers.js';
import { ProjectLayers } from './project-layers.js';

type KeyPaths = readonly (readonly string[])[];

export interface ReadConfigurationCommand {
  /** Directory whose project's configuration is read; need not exist. */
  readonly cwd: HostPath;
  /** Key paths, outermost key first; only what they select is returned. */
  readonly configPaths: KeyPaths;
  readonly requirementsPaths: KeyPaths;
}

/** The selected part of the host's configuration. */
export interface ConfigurationReport {
  readonly userHomeDir: string | undefined;
  readonly codexHomeDir: string;
  readonly hostname: string;
  readonly config: ReportedLayers;
  readonly requirements: ReportedLayers;
}

export interface ReportedLayers {
  readonly layers: readonly ReportedLayer[];
  /** Index of the layer before which the client inserts its cloud layers. */
  readonly cloudInsertionIndex: number;
}

export type ReportedLayer = Omit<ConfigurationLayer, 'table'> & { readonly text: string };

/** Reads the configuration of the host's user and project, reduced to the keys that the client asks for. */
export class ReadConfiguration {
  readonly #fileSystems: FileSystemProvider;
  readonly #format: ConfigurationFormat;
  readonly #host: HostInformation;
  readonly #limits: ConfigurationLimits;

  constructor(
    fileSystems: FileSystemProvider,
    format: ConfigurationFormat,
    host: HostInformation,
    limits: ConfigurationLimits,
  ) {
    this.#fileSystems = fileSystems;
    this.#format = format;
    this.#host = host;
    this.#limits = limits;
  }

  /** @throws {ExecServerError} when no key is asked for, or a file is invalid. */
  async execute(
    connection: ClientConnection,
    { cwd, configPaths, requirementsPaths }: ReadConfigurationCommand,
  ): Promise<ConfigurationReport> {
    connection.requireSession('environment config');
    requireKeys([...configPaths, ...requirementsPaths]);
    const path = requireLocalPath(cwd, 'invalid-argument');
    return connection.discoveryQueue.run(() => {
      connection.requireOpen();
      return this.#read(path, configPaths, requirementsPaths);
    });
  }

  async #read(
    path: string,
    configPaths: KeyPaths,
    requirementsPaths: KeyPaths,
  ): Promise<ConfigurationReport> {
    const files = this.#fileSystems.forSandbox(undefined);
    const codexHomeDir = await catchExpected(
      () => findCodexHome(files, this.#host),
      failed('failed to find Codex home'),
    );
    const configurations = new ConfigurationFiles(files, this.#format, this.#limits);
    const projects = new ProjectLayers(files, configurations, this.#limits);
    const { hostname, userHomeDir } = this.#host.describe();
    const read = async (): Promise<ConfigurationReport> => {
      const host = await readHostLayers(configurations, codexHomeDir);
      const settings = [host.system, host.user, host.managed].map(({ table }) => table);
      const merged = settings.reduce(mergeConfiguration);
      const project = await projects.read(path, merged, codexHomeDir);
      return {
        userHomeDir,
        codexHomeDir,
        hostname,
        config: this.#report([host.system], [host.user, ...project, host.managed], configPaths),
        requirements: this.#report(
          host.requirements.slice(0, 1),
          host.requirements.slice(1),
          requirementsPaths,
        ),
      };
    };
    return catchExpected(read, failed('failed to load executor-local config'));
  }

  #report(
    beforeCloud: readonly ConfigurationLayer[],
    afterCloud: readonly ConfigurationLayer[],
    paths: KeyPaths,
  ): ReportedLayers {
    const before = this.#selectKeys(beforeCloud, paths);
    const layers = [...before, ...this.#selectKeys(afterCloud, paths)];
    return { layers, cloudInsertionIndex: before.length };
  }

  #selectKeys(layers: readonly ConfigurationLayer[], paths: KeyPaths): ReportedLayer[] {
    return layers
      .map(({ source, baseDir, table }) => ({
        source,
        baseDir,
        text: this.#format.render(selectConfiguration(table, paths)),
      }))
      .filter(({ text }) => text !== '');
  }
}

const failed =
  (what: string) =>
  ({ message }: ExecServerError): never => {
    throw new ExecServerError('failed', `${what}: ${message}`);
  };

const requireKeys = (paths: KeyPaths): void => {
  if (paths.length === 0) {
    throw new ExecServerError(
      'invalid-argument',
      'at least one config or requirements path is required',
    );
  }
  if (paths.some((path) => path.length === 0)) {
    throw new ExecServerError(
      'invalid-argument',
      'TOML paths must contain at least one key segment',
    );
  }
};
