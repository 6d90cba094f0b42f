import { ClientConnection } from '../../src/application/connection/client-connection.js';
import type { HostPath } from '../../src/application/host/host-path.js';
import type { HostDescription } from '../../src/application/ports/host-information.js';
import type { MissingWatch } from '../../src/application/use-cases/files/watch-missing.js';
import type {
  HttpReply,
  SendHttpRequestCommand,
} from '../../src/application/use-cases/http/send-http-request.js';
import type { ReadOutputCommand } from '../../src/application/use-cases/processes/read-output.js';
import type { SpawnProcessCommand } from '../../src/application/use-cases/processes/spawn-process.js';
import type { WriteStatus } from '../../src/application/use-cases/processes/write-input.js';
import type {
  Initialized,
  InitializeExtensions,
} from '../../src/application/use-cases/sessions/initialize.js';
import type { UseCases } from '../../src/application/use-cases.js';
import type { OutputPage } from '../../src/domain/output/output-log.js';
import type { ProcessEvent } from '../../src/domain/output/process-event.js';
import type { ProcessDescription } from '../../src/domain/processes/process-description.js';
import type { Session } from '../../src/domain/sessions/session.js';
import { RecordingChannel } from '../fakes/recording-channel.js';

/** A block of a file that has text in it. */
interface TextBlock {
  readonly text: string;
  readonly isAtEnd: boolean;
}

const NO_EXTENSION: InitializeExtensions = {
  sessionTtlMs: undefined,
  takesOver: false,
  observeSessionId: undefined,
};

/** One connection to the use-cases; what a test does not say has a harmless default. */
export class HarnessClient {
  readonly channel = new RecordingChannel();
  readonly connection = new ClientConnection(this.channel);
  readonly #useCases: UseCases;
  #writes = 0;

  constructor(useCases: UseCases) {
    this.#useCases = useCases;
  }

  get session(): Session {
    const { session } = this.connection;
    if (session === undefined) {
      throw new Error('the connection has no session');
    }
    return session;
  }

  get sessionId(): string {
    return this.session.id;
  }

  /** What was delivered to this connection. */
  get events(): readonly ProcessEvent[] {
    return this.channel.events;
  }

  /** For a detached session, which is answered at once. */
  initialize(resumeSessionId?: string, extensions?: Partial<InitializeExtensions>): Initialized {
    const answer = this.#initialize(resumeSessionId, extensions);
    if (answer instanceof Promise) {
      throw new Error('not answered at once; use `resumeContended`');
    }
    return answer;
  }

  /** For a session that another connection may be attached to. */
  async resumeContended(
    sessionId: string,
    extensions?: Partial<InitializeExtensions>,
  ): Promise<Initialized> {
    return this.#initialize(sessionId, extensions);
  }

  acknowledge(): boolean {
    return this.#useCases.acknowledgeInitialized.execute(this.connection);
  }

  /** The connection is lost. */
  drop(): void {
    this.#useCases.disconnect.execute(this.connection, { reason: 'dropped' });
  }

  async start(processId: string, command: Partial<SpawnProcessCommand> = {}): Promise<string> {
    const spawned = await this.#useCases.spawnProcess.execute(this.connection, {
      processId,
      argv: ['true'],
      arg0: undefined,
      cwd: { asSent: 'file:///tmp', path: '/tmp' },
      env: {},
      envPolicy: undefined,
      terminal: undefined,
      pipeStdin: false,
      restrictions: { sandbox: undefined, networkProxy: undefined, enforceManagedNetwork: false },
      shellSnapshot: undefined,
      ...command,
    });
    return spawned.processId;
  }

  read(processId: string, command: Partial<ReadOutputCommand> = {}): Promise<OutputPage> {
    const defaults = { processId, afterSeq: 0, maxBytes: undefined, waitMs: 0 };
    return this.#useCases.readOutput.execute(this.connection, { ...defaults, ...command });
  }

  /** Without a `writeId`, the write has one of its own. */
  write(processId: string, text: string, writeId = this.#nextWriteId()): Promise<WriteStatus> {
    const command = { processId, bytes: Buffer.from(text), writeId, digest: text };
    return this.#useCases.writeInput.execute(this.connection, command);
  }

  signal(processId: string, signal = 'SIGINT'): Promise<void> {
    return this.#useCases.signalProcess.execute(this.connection, { processId, signal });
  }

  closeInput(processId: string): Promise<void> {
    return this.#useCases.closeInput.execute(this.connection, { processId });
  }

  resize(processId: string, columns: number, rows: number): Promise<void> {
    const size = { columns, rows };
    return this.#useCases.resizeTerminal.execute(this.connection, { processId, size });
  }

  list(): readonly ProcessDescription[] {
    return this.#useCases.listProcesses.execute(this.connection);
  }

  endSession(): void {
    this.#useCases.endSession.execute(this.connection);
  }

  terminate(processId: string): Promise<boolean> {
    return this.#useCases.terminateProcess.execute(this.connection, { processId });
  }

  /** Opens a file under its path. */
  openFile(path: string, mode: 'read' | 'replace' = 'read', handleId = path): Promise<string> {
    const command = { handleId, path: hostPath(path), mode, sandbox: undefined };
    return this.#useCases.openHandle.execute(this.connection, command);
  }

  async readBlock(handleId: string, offset: number | bigint, length: number): Promise<TextBlock> {
    const command = { handleId, offset, length };
    const { bytes, isAtEnd } = await this.#useCases.readBlock.execute(this.connection, command);
    return { text: Buffer.from(bytes).toString(), isAtEnd };
  }

  writeBlock(handleId: string, offset: number | bigint, text: string): Promise<void> {
    const command = { handleId, offset, bytes: Buffer.from(text) };
    return this.#useCases.writeBlock.execute(this.connection, command);
  }

  closeFile(handleId: string): Promise<void> {
    return this.#useCases.closeHandle.execute(this.connection, { handleId });
  }

  /** Takes the answer as sent. */
  async watchMissing(
    watchId: bigint,
    missing: readonly string[],
    present?: string,
  ): Promise<boolean> {
    const watch = await this.askToWatch(watchId, missing, present);
    watch.onReplied();
    return watch.isWatching;
  }

  askToWatch(watchId: bigint, missing: readonly string[], present?: string): Promise<MissingWatch> {
    return this.#useCases.watchMissing.execute(this.connection, {
      watchId,
      missing: missing.map(hostPath),
      present: present === undefined ? undefined : hostPath(present),
    });
  }

  describeEnvironment(): HostDescription {
    return this.#useCases.describeEnvironment.execute(this.connection);
  }

  reportStatus(): 'ready' {
    return this.#useCases.reportStatus.execute(this.connection);
  }

  sendHttpRequest(command: Partial<SendHttpRequestCommand> = {}): Promise<HttpReply> {
    return this.#useCases.sendHttpRequest.execute(this.connection, {
      method: 'GET',
      url: 'http://example.test/',
      headers: [],
      body: undefined,
      requestId: 'r',
      timeoutMs: undefined,
      followRedirects: true,
      streamResponse: false,
      ...command,
    });
  }

  #initialize(
    resumeSessionId: string | undefined,
    extensions: Partial<InitializeExtensions> | undefined,
  ): Initialized | Promise<Initialized> {
    const command = {
      clientName: 'harness',
      resumeSessionId,
      extensions: extensions && { ...NO_EXTENSION, ...extensions },
    };
    return this.#useCases.initialize.execute(this.connection, command);
  }

  #nextWriteId(): string {
    this.#writes += 1;
    return `write-${this.#writes}`;
  }
}

/** A path that starts with a drive letter belongs to another kind of host. */
const hostPath = (path: string): HostPath => ({
  asSent: `file://${path}`,
  path: /^\/[A-Z]:/.test(path) ? undefined : path,
});
