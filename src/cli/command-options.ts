import type { Command } from 'commander';
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

/** What the commands do; each resolves with the exit code. */
export interface Actions {
  run(command: readonly string[], options: RunOptions): Promise<number>;
  attach(id: string | undefined, options: AttachOptions): Promise<number>;
  ps(options: PsOptions): Promise<number>;
  logs(id: string | undefined, options: LogsOptions): Promise<number>;
  kill(ids: readonly string[], options: KillOptions): Promise<number>;
  wait(ids: readonly string[], options: WaitOptions): Promise<number>;
  rm(ids: readonly string[], options: ServerOptions): Promise<number>;
  cp(from: string, to: string, options: ServerOptions): Promise<number>;
  health(options: HealthOptions): Promise<number>;
  completion(shell: string, program: Command): Promise<number>;
}
