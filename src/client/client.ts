import { EventEmitter } from 'node:events';
import type { EnvironmentInfo } from '../protocol/environment.js';
import { EXTENSION_METHODS } from '../protocol/methods.js';
import type { ListedProcess } from '../protocol/process-extensions.js';
import type { ClientRequests } from '../protocol/requests.js';
import { RemoteChildProcess } from './child-process/remote-child-process.js';
import { type SpawnOptions, spawnCommand } from './child-process/spawn-command.js';
import type { ConnectOptions } from './connect-options.js';
import type { ResumableConnection } from './connection/resumable-connection.js';
import type { ConnectionState } from './connection/session-connection.js';
import { ConnectionLost } from './errors.js';
import { RemoteFiles } from './files/remote-files.js';
import { type FetchInit, RemoteFetch } from './http/remote-fetch.js';
import type { Observer } from './observer.js';
import { Processes } from './processes/processes.js';
import type { FollowOptions, OutputOptions, RunOptions } from './processes/run-options.js';
import type { RunningProcess } from './processes/running-process.js';
import type { NotificationListener, PlainRequestOptions } from './requests.js';

export interface ClientEvents {
  /** The connection was lost; it is being dialled again. Requests and output wait. */
  recovering: [];
  /** The session is attached again; nothing is missing. */
  recovered: [];
  /** The session is lost; everything pending rejects with the error. */
  lost: [loss: ConnectionLost];
}

/** How a client was made. */
export interface ClientOrigin {
  /** It has opened its session, so closing it ends the session. */
  readonly isOwner: boolean;
  readonly attach: (sessionId: string, options?: ConnectOptions) => Promise<Client>;
  readonly observe: (sessionId: string) => Promise<Observer>;
}

/** A session on a server. Made by `connect`. */
export class Client extends EventEmitter<ClientEvents> implements AsyncDisposable {
  /** The files of the server, as `node:fs/promises`. */
  readonly files: RemoteFiles;
  readonly #connection: ResumableConnection;
  readonly #fetch: RemoteFetch;
  readonly #origin: ClientOrigin;
  readonly #processes: Processes;

  constructor(connection: ResumableConnection, origin: ClientOrigin) {
    super();
    this.files = new RemoteFiles(connection);
    this.#connection = connection;
    this.#fetch = new RemoteFetch(connection);
    this.#origin = origin;
    this.#processes = new Processes(connection);
    connection.onInterrupted(() => this.emit('recovering'));
    connection.onRecovered(() => this.emit('recovered'));
    connection.onLost((loss) => loss.reason !== 'closed' && this.emit('lost', loss));
  }

  /** A capability: every client that has it can attach to the session. */
  get sessionId(): string {
    return this.#connection.sessionId;
  }

  get state(): ConnectionState {
    return this.#connection.state;
  }

  /** The server has the extensions of the protocol; without them some things are not there (docs/client.md). */
  get extensions(): boolean {
    return this.#connection.hasExtensions;
  }

  /** How long the server keeps the session after a disconnection, in milliseconds; undefined where it does not tell. */
  get sessionTtlMs(): number | undefined {
    return this.#connection.sessionTtlMs;
  }

  /** What the server tells of its host. */
  get environment(): EnvironmentInfo {
    return this.#connection.environment;
  }

  /**
   * Runs a command; the options are execa's where it has them. Returns at once what is a promise of the result, streams and lines.
   *
   * @example
   * ```ts
   * const { stdout } = await client.run('git', ['log', '-1'], { cwd: '/src' });
   * for await (const line of client.run('make', ['test'])) { console.log(line); }
   * ```
   *
   * The promise rejects with a `RunError` for a command that failed, unless `reject: false`.
   */
  run<const O extends RunOptions = RunOptions>(
    file: string,
    args: readonly string[] = [],
    options: O = {} as O,
  ): RunningProcess<O & OutputOptions> {
    return this.#processes.run([file, ...args], options);
  }

  /**
   * Follows a process of the session that runs already, or has ended and can still be read: from its start on, or behind
   * `afterSeq`. The promise rejects for an id that the server does not know.
   */
  process<const O extends FollowOptions = FollowOptions>(
    processId: string,
    options: O = {} as O,
  ): RunningProcess<O & OutputOptions> {
    return this.#processes.follow(processId, options);
  }

  /**
   * Starts a process and returns at once what passes for a `ChildProcess` of `node:child_process`, for programs that take a
   * `spawn` function.
   *
   * @example
   * ```ts
   * const child = client.spawn('tail', ['-f', '/var/log/syslog']);
   * child.stdout?.pipe(process.stdout);
   * child.once('close', (code, signal) => console.log(code ?? signal));
   * ```
   *
   * @throws {TypeError} for invalid arguments, as Node
   * @throws {UnsupportedByProtocol} for a further descriptor, IPC, `detached`, `uid` and `gid`
   */
  spawn(file: string, args?: readonly string[], options?: SpawnOptions): RemoteChildProcess;
  spawn(file: string, options?: SpawnOptions): RemoteChildProcess;
  spawn(
    file: string,
    args: readonly string[] | SpawnOptions = [],
    options: SpawnOptions = {},
  ): RemoteChildProcess {
    const command = Array.isArray(args)
      ? spawnCommand(file, args, options)
      : spawnCommand(file, [], args as SpawnOptions);
    const { registry } = this.#processes;
    return new RemoteChildProcess({ connection: this.#connection, registry }, command);
  }

  /**
   * Sends an HTTP request from the server's host, with the shapes of WHATWG fetch. `url` of the response is that of the
   * request, and a `signal` does not stop the server: use `timeoutMs`.
   *
   * @throws {TypeError} `fetch failed` with a cause. Reading a body that was cut off rejects with
   * `ResponseBodyInterrupted`, or `terminated` with a cause.
   */
  fetch(input: string | URL | Request, init?: FetchInit): Promise<Response> {
    return this.#fetch.fetch(input, init);
  }

  /** The processes of the session, in the order of their starts. @throws {ExtensionsMissing} */
  async processes(): Promise<readonly ListedProcess[]> {
    return await this.#processes.list();
  }

  /**
   * Sends any request of the protocol (docs/protocol.md), as it is. One that reads can be repeated: `{ repeat: true }`.
   *
   * @example
   * ```ts
   * const { entries } = await client.request('fs/walk', { path: 'file:///src', options });
   * ```
   *
   * @throws {RequestFailed} for an error answer
   * @throws {ConnectionInterrupted} unless it is repeated, when the connection was lost before the answer
   * @throws {ConnectionLost} when the session is lost or the client closed
   */
  request<Method extends string>(
    method: Method,
    params: Method extends keyof ClientRequests ? ClientRequests[Method]['params'] : unknown,
    { repeat = false, signal }: PlainRequestOptions = {},
  ): Promise<Method extends keyof ClientRequests ? ClientRequests[Method]['result'] : unknown> {
    const whenInterrupted = repeat ? 'repeat' : 'fail';
    return this.#connection.request(method, params, { whenInterrupted, signal });
  }

  /**
   * Calls the listener with each notification of the method, over all connections of this client; returns what unsubscribes it. Output
   * comes to `process` alone.
   */
  onNotification<Method extends string>(
    method: Method,
    listener: NotificationListener<Method>,
  ): () => void {
    return this.#connection.onNotification(method, listener);
  }

  /** A client of another session on the same server, as `connect` with `sessionId`. */
  attach(sessionId: string, options?: ConnectOptions): Promise<Client> {
    return this.#origin.attach(sessionId, options);
  }

  /** Looks at another session on the same server, as `observe`. */
  observe(sessionId: string): Promise<Observer> {
    return this.#origin.observe(sessionId);
  }

  /** Leaves the session and its processes to the server, which keeps them for `sessionTtlMs`; resolves when disconnected. */
  async detach(): Promise<void> {
    await this.#connection.close();
  }

  /** Ends the session: kills its processes, then disconnects. */
  async end(): Promise<void> {
    if (this.extensions && this.state !== 'closed') {
      const end = this.#connection.request(EXTENSION_METHODS.sessionEnd, null, {
        whenInterrupted: 'repeat',
      });
      await end.catch(ignoreLoss);
    }
    await this.#connection.close();
  }

  /** `end` for a session that this client has opened, `detach` for one that it has attached to. */
  async close(): Promise<void> {
    await (this.#origin.isOwner ? this.end() : this.detach());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** A session that is lost has ended, or will. */
const ignoreLoss = (error: unknown): void => {
  if (!(error instanceof ConnectionLost)) {
    throw error;
  }
};
