/**
 * The wire protocol: method names, params, results and error codes, as `docs/protocol.md` describes them.
 *
 * @module exec-server/protocol
 */

export type * from './capabilities.js';
export { CLOSE_CODES } from './close-codes.js';
export type * from './configuration.js';
export type * from './environment.js';
export { CONTRACT_VERSION } from './environment.js';
export type * from './files.js';
export type * from './http.js';
export type * from './json-rpc.js';
export { ERROR_CODES } from './json-rpc.js';
export type * from './lifecycle.js';
export {
  EXTENSION_METHODS,
  METHODS,
  NOTIFICATIONS,
  READINESS_PATH,
  SERVER_REQUESTS,
} from './methods.js';
export type * from './network.js';
export type * from './process.js';
export type * from './process-extensions.js';
export { SIGNALS } from './process-extensions.js';
export type * from './requests.js';
