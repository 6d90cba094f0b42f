import type { ParamsClass } from '../../../../src/adapters/json-rpc/params/params-plan.js';
import { paramsReader } from '../../../../src/adapters/json-rpc/params/read-params.js';

/** Reads parameters once. @throws {InvalidParams} */
export const readParams = <T extends object>(type: ParamsClass<T>, value: unknown): T =>
  paramsReader(type)(value);
