import type {
  ConnectionTransport,
  Metrics,
  PeerLoss,
  ProcessResult,
  Rejection,
  RequestResult,
  ResumeResult,
} from '../../application/ports/metrics.js';
import type { Load } from '../../application/use-cases/metrics/measure-load.js';
import { PrometheusRegistry } from './prometheus-registry.js';

/** Seconds: from a small file to a long poll. */
const REQUEST_BUCKETS = [0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30];
/** Seconds: from `true` to a build. */
const PROCESS_BUCKETS = [0.01, 0.05, 0.1, 0.5, 1, 5, 30, 60, 300, 1800, 3600];

/** Keeps metrics for Prometheus, under the names of upstream where it has them; those of Node.js beside them. */
export class PrometheusMetrics implements Metrics {
  readonly isRecording = true;
  readonly #registry = new PrometheusRegistry();
  readonly #openConnections = this.#registry.gauge(
    'connections_active',
    'Open connections.',
    'transport',
  );
  readonly #connections = this.#registry.counter(
    'connections_total',
    'Accepted connections.',
    'transport',
    'result',
  );
  readonly #requests = this.#registry.counter(
    'requests_total',
    'Answered requests.',
    'method',
    'result',
  );
  readonly #requestSeconds = this.#registry.histogram(
    'request_duration_seconds',
    'Time from a request to its result, long polls included.',
    REQUEST_BUCKETS,
    ['method', 'result'],
  );
  readonly #processes = this.#registry.gauge('processes_active', 'Processes that run.');
  readonly #finishedProcesses = this.#registry.counter(
    'processes_finished_total',
    'Processes that have exited.',
    'result',
  );
  readonly #processSeconds = this.#registry.histogram(
    'process_duration_seconds',
    'Time from the start of a process to its exit.',
    PROCESS_BUCKETS,
    ['result'],
  );
  readonly #sessions = this.#registry.gauge('sessions', 'Sessions.', 'state');
  readonly #resumes = this.#registry.counter(
    'session_resumes_total',
    'Requests to resume a session.',
    'result',
  );
  readonly #lostPeers = this.#registry.counter(
    'peers_lost_total',
    'Connections lost without a Close frame of either side.',
    'reason',
  );
  readonly #unacknowledged = this.#registry.gauge(
    'output_unacknowledged_bytes',
    'Memory of output that its clients have not acknowledged.',
  );
  readonly #paused = this.#registry.gauge(
    'output_paused_processes',
    'Processes that wait for their client, or for memory.',
  );
  readonly #dropped = this.#registry.counter(
    'output_dropped_bytes_total',
    'Output that was dropped before its client acknowledged it.',
  );
  constructor(version: string) {
    this.#registry.addDefaults(version);
  }

  /** The content type of `render`. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Everything that was recorded, and the load at this moment, in the text format of Prometheus. */
  async render(load: Load): Promise<string> {
    this.#sessions.set({ state: 'attached' }, load.attachedSessions);
    this.#sessions.set({ state: 'detached' }, load.detachedSessions);
    this.#unacknowledged.set(load.unacknowledgedBytes);
    this.#paused.set(load.pausedProcesses);
    return await this.#registry.render(load.isDraining);
  }

  connectionOpened(transport: ConnectionTransport): void {
    this.#openConnections.inc({ transport });
    this.#connections.inc({ transport, result: 'accepted' });
  }

  connectionClosed(transport: ConnectionTransport): void {
    this.#openConnections.dec({ transport });
  }

  requestFinished(method: string, result: RequestResult, durationMs: number): void {
    this.#requests.inc({ method, result });
    this.#requestSeconds.observe({ method, result }, durationMs / 1000);
  }

  processStarted(): void {
    this.#processes.inc();
  }

  processFinished(result: ProcessResult, durationMs: number): void {
    this.#processes.dec();
    this.#finishedProcesses.inc({ result });
    this.#processSeconds.observe({ result }, durationMs / 1000);
  }

  sessionResumed(result: ResumeResult): void {
    this.#resumes.inc({ result });
  }

  peerLost(reason: PeerLoss): void {
    this.#lostPeers.inc({ reason });
  }

  outputDropped(bytes: number): void {
    this.#dropped.inc(bytes);
  }

  rejected(reason: Rejection): void {
    this.#registry.countRejection(reason);
  }
}
