import type {
  InitializeCommand,
  InitializeExtensions,
} from '../../../../application/use-cases/sessions/initialize.js';
import type * as protocol from '../../../../protocol/lifecycle.js';
import {
  IsFlag,
  IsText,
  IsUnsigned,
  IsVersion,
  Nullable,
  NullableParams,
  Optional,
} from '../field-types.js';
import { paramsReader } from '../read-params.js';

export class InitializeParams implements protocol.InitializeParams {
  @IsText()
  clientName!: string;

  @Nullable()
  @IsText()
  resumeSessionId?: string | null;
}

class ExtensionsParams implements protocol.ExtensionsParams {
  @IsVersion()
  version!: 1;

  @Nullable()
  @IsUnsigned()
  sessionTtlMs?: number | null;

  @Optional()
  @IsFlag()
  takeOver?: boolean;

  @Nullable()
  @IsText()
  observeSessionId?: string | null;

  toCommand(): InitializeExtensions {
    return {
      sessionTtlMs: this.sessionTtlMs ?? undefined,
      takesOver: this.takeOver ?? false,
      observeSessionId: this.observeSessionId ?? undefined,
    };
  }
}

/** A class of its own, since positional parameters of upstream have two fields. */
class ExtendedInitializeParams extends InitializeParams {
  static readonly nested = { extensions: ExtensionsParams };

  @NullableParams()
  extensions?: ExtensionsParams | null;
}

const read = paramsReader(InitializeParams);
const readExtended = paramsReader(ExtendedInitializeParams);

/** @throws {InvalidParams} */
export const readInitialize = (given: unknown): InitializeCommand => {
  const isExtended =
    typeof given === 'object' && given !== null && Object.hasOwn(given, 'extensions');
  const params: ExtendedInitializeParams = isExtended ? readExtended(given) : read(given);
  return {
    clientName: params.clientName,
    resumeSessionId: params.resumeSessionId ?? undefined,
    extensions: params.extensions?.toCommand(),
  };
};
