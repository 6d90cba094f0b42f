import { NO_SPAN } from '../../adapters/tracing/no-tracing.js';
import type { Authenticator } from '../../application/ports/authenticator.js';
import type { Clock } from '../../application/ports/clock.js';
import type { FileSystemProvider } from '../../application/ports/file-system-provider.js';
import type { ProcessObserver, ProcessRunner } from '../../application/ports/process-runner.js';
import type { ProcessSpan, RequestSpan, Tracing } from '../../application/ports/tracing.js';
import type { InputOutcome, ProcessControl } from '../../domain/processes/process-control.js';
import { attemptWith, type FaultReport } from './fault-report.js';
import { reporting } from './reporting.js';

/** Reports its errors without the credential. */
export const guardAuthenticator = (
  authenticator: Authenticator,
  report: FaultReport,
): Authenticator => ({
  authenticates: authenticator.authenticates,
  authenticate: async (authorization) => {
    try {
      return await authenticator.authenticate(authorization);
    } catch (error) {
      report('authenticate', error, authorization);
      throw error;
    }
  },
});

/** Its file systems may be any object, such as a proxy without enumerable methods. */
export const guardFileSystems = (
  adapter: FileSystemProvider,
  report: FaultReport,
): FileSystemProvider => {
  const files = reporting(adapter, report);
  return {
    forSandbox: (confinement) => {
      const shown: unknown = files.forSandbox(confinement);
      if (typeof shown === 'object' && shown !== null) {
        return reporting(shown, report) as never;
      }
      throw missing('FileSystem', 'forSandbox', report);
    },
  };
};

/** Nothing that its methods throw reaches their callers, who expect no result. */
export const guardSilently = <T extends object>(adapter: T, report: FaultReport): T =>
  new Proxy(adapter, {
    get: (_, name) => {
      const value: unknown = Reflect.get(adapter, name);
      return typeof value === 'function'
        ? (...args: unknown[]) =>
            nonThrowing(String(name), () => value.apply(adapter, args), report)()
        : value;
    },
  });

/** Where it throws there is no span; its spans never throw. */
export const guardTracing = (adapter: Tracing, report: FaultReport): Tracing => {
  const attempt = attemptWith(report);
  const startProcess = (span: RequestSpan): ProcessSpan =>
    guardSilently(span.startProcess(), report);
  const guardSpan = (span: RequestSpan): RequestSpan => ({
    startProcess: () => attempt('startProcess', () => startProcess(span), NO_SPAN.startProcess()),
    end: nonThrowing('end', (errorCode: number | undefined) => span.end(errorCode), report),
  });
  return {
    isRecording: adapter.isRecording,
    startRequest: (method, parent) =>
      guardSpan(attempt('startRequest', () => adapter.startRequest(method, parent), NO_SPAN)),
    dispose: () => adapter.dispose(),
  };
};

/** Its `ProcessControl`s never throw, as the port requires. */
export const guardRunner = (adapter: ProcessRunner, report: FaultReport): ProcessRunner => {
  const runner = reporting(adapter, report);
  return {
    prepare: async () => {
      try {
        await adapter.prepare?.();
      } catch (error) {
        report('prepare', error);
      }
    },
    start: async (spec, observer) => {
      const control: unknown = await runner.start(spec, guardObserver(observer, report));
      if (typeof control === 'object' && control !== null) {
        return guardControl(control as ProcessControl, report);
      }
      throw missing('ProcessControl', 'start', report);
    },
    dispose: () => runner.dispose(),
  };
};

const missing = (what: string, method: string, report: FaultReport): TypeError => {
  const error = new TypeError(`expected a ${what}`);
  report(method, error);
  return error;
};

const nonThrowing =
  <Args extends unknown[]>(method: string, act: (...args: Args) => void, report: FaultReport) =>
  (...args: Args): void =>
    attemptWith(report)(method, () => act(...args), undefined);

/** The observer does not throw into the runner either. */
const guardObserver = (observer: ProcessObserver, report: FaultReport): ProcessObserver => ({
  onOutput: (stream, bytes, release) =>
    observer.onOutput(stream, bytes, release && nonThrowing('release', release, report)),
  onExit: (exitCode, signal) => observer.onExit(exitCode, signal),
  onClose: () => observer.onClose(),
  onGone: () => observer.onGone(),
});

const guardControl = (control: ProcessControl, report: FaultReport): ProcessControl => {
  const attempt = attemptWith(report);
  return {
    pid: control.pid,
    write: (bytes) => attempt<InputOutcome>('write', () => control.write(bytes), 'stdinClosed'),
    closeInput: () => attempt('closeInput', () => control.closeInput(), undefined),
    resize: (size) => attempt('resize', () => control.resize(size), undefined),
    signal: (name) => attempt('signal', () => control.signal(name), undefined),
    kill: () => attempt('kill', () => control.kill(), undefined),
    pauseOutput: () => attempt('pauseOutput', () => control.pauseOutput(), undefined),
    resumeOutput: () => attempt('resumeOutput', () => control.resumeOutput(), undefined),
  };
};

/**
 * Falls back to the system's time when the adapter's fails, and a timer that cannot be scheduled never fires.
 * An error in a timer's action, which may come from another adapter, is logged, since a timer has no caller.
 */
export const guardClock = (adapter: Clock, report: FaultReport): Clock => {
  const attempt = attemptWith(report);
  return {
    nowMs: () => attempt('nowMs', () => adapter.nowMs(), performance.now()),
    unixTimeMs: () => attempt('unixTimeMs', () => adapter.unixTimeMs(), Date.now()),
    schedule: (delayMs, action) => {
      const guarded = (): void => attempt('schedule', action, undefined);
      const schedule = (): (() => void) => adapter.schedule(delayMs, guarded);
      const cancel = attempt('schedule', schedule, () => undefined);
      return () => attempt('schedule', cancel, undefined);
    },
  };
};
