import { requirementsFromManagedConfig } from '../../../domain/configuration/legacy-requirements.js';
import { joinPath } from '../../../domain/files/paths.js';
import type { ConfigurationFiles, ConfigurationLayer } from './configuration-files.js';

/** Directory of the administrator's configuration. */
const SYSTEM_DIR = '/etc/codex';

/** The configuration of the host, independent of the project. */
export interface HostLayers {
  /** Cloud layers go above it. */
  readonly system: ConfigurationLayer;
  readonly user: ConfigurationLayer;
  /** The administrator's legacy file: above all other layers. */
  readonly managed: ConfigurationLayer;
  /** Constraints on values: the first is above cloud requirements, the second below. */
  readonly requirements: readonly [ConfigurationLayer, ConfigurationLayer];
}

/**
 * @throws {ExecServerError} when a file is invalid: a partial configuration could allow what the whole one
 * forbids.
 */
export const readHostLayers = async (
  configurations: ConfigurationFiles,
  codexHome: string,
): Promise<HostLayers> => {
  const paths = {
    requirements: joinPath(SYSTEM_DIR, 'requirements.toml'),
    managed: joinPath(SYSTEM_DIR, 'managed_config.toml'),
    system: joinPath(SYSTEM_DIR, 'config.toml'),
    user: joinPath(codexHome, 'config.toml'),
  };
  const requirements = await configurations.read(paths.requirements, 'requirements');
  const managed = await configurations.read(paths.managed, 'host');
  const system = await configurations.read(paths.system, 'host');
  const user = await configurations.read(paths.user, 'host');
  const ofSystem = (source: string, table: ConfigurationLayer['table']): ConfigurationLayer => ({
    source,
    baseDir: SYSTEM_DIR,
    table,
  });
  return {
    system: ofSystem(`system (${paths.system})`, system),
    user: { source: `user (${paths.user})`, baseDir: codexHome, table: user },
    managed: ofSystem(`legacy managed_config.toml (${paths.managed})`, managed),
    requirements: [
      ofSystem(paths.requirements, requirements),
      ofSystem(paths.managed, requirementsFromManagedConfig(managed)),
    ],
  };
};
