import type { SignalName } from '../protocol/process-extensions.js';
import type { ServerOptions } from './server/servers.js';

export interface RunOptions extends ServerOptions {
  readonly detach?: true;
  readonly interactive?: true;
  readonly tty?: boolean;
  readonly stdin: boolean;
  readonly env: readonly string[];
  readonly cwd?: string;
  readonly timeout?: number;
  readonly detachKeys: Buffer;
  readonly json?: true;
}

export interface AttachOptions extends ServerOptions {
  readonly observe?: true;
  readonly take?: true;
  readonly stdin: boolean;
  readonly detachKeys: Buffer;
}

export interface PsOptions extends ServerOptions {
  readonly all?: true;
  readonly quiet?: true;
  readonly json?: true;
}

export interface LogsOptions extends ServerOptions {
  readonly follow?: true;
  readonly tail?: number;
  readonly after: number;
  readonly json?: true;
}

export interface KillOptions extends ServerOptions {
  readonly signal?: SignalName;
}

export interface WaitOptions extends ServerOptions {
  readonly json?: true;
}

export interface HealthOptions {
  readonly url?: string;
  readonly live?: true;
  readonly timeout: number;
}
