import type { ReadConfigurationCommand } from '../../../../application/use-cases/configuration/read-configuration.js';
import type * as protocol from '../../../../protocol/configuration.js';
import { parsePathUri } from '../../encoding/path-uri.js';
import { IsText, IsTextLists } from '../field-types.js';

export class EnvironmentConfigReadParams implements protocol.EnvironmentConfigReadParams {
  @IsText()
  cwd!: string;

  @IsTextLists()
  configPaths!: string[][];

  @IsTextLists()
  requirementsPaths!: string[][];

  /** @throws {InvalidParams} when `cwd` is not a path URI. */
  toCommand(): ReadConfigurationCommand {
    return {
      cwd: parsePathUri('cwd', this.cwd),
      configPaths: this.configPaths,
      requirementsPaths: this.requirementsPaths,
    };
  }
}
