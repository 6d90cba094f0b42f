import type {
  ConfigurationReport,
  ReportedLayers,
} from '../../../application/use-cases/configuration/read-configuration.js';
import { displayPath } from '../../../domain/files/path-encoding.js';
import type {
  ConfigLayerStack,
  EnvironmentConfigReadResult,
} from '../../../protocol/configuration.js';
import { toPathUri } from '../encoding/path-uri.js';

/** Presents configuration layers. */
export const presentConfiguration = (report: ConfigurationReport): EnvironmentConfigReadResult => ({
  userHomeDir: report.userHomeDir === undefined ? null : toPathUri(report.userHomeDir),
  codexHomeDir: toPathUri(report.codexHomeDir),
  hostname: report.hostname,
  config: presentLayers(report.config),
  requirements: presentLayers(report.requirements),
});

const presentLayers = ({ layers, cloudInsertionIndex }: ReportedLayers): ConfigLayerStack => ({
  layers: layers.map(({ source, baseDir, text }) => ({
    source: displayPath(source),
    baseDir: toPathUri(baseDir),
    toml: text,
  })),
  cloudInsertionIndex,
});
