import type { Authenticator } from '../../application/ports/authenticator.js';
import type { Clock } from '../../application/ports/clock.js';
import type { FileSystemProvider } from '../../application/ports/file-system-provider.js';
import type { ProcessObserver, ProcessRunner } from '../../application/ports/process-runner.js';
import type { InputOutcome, ProcessControl } from '../../domain/processes/process-control.js';
import type { FaultReport } from './fault-report.js';
import { reporting } from './reporting.js';

/** Its faults are told without the credential that was judged. */
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

/** Its file systems may be of any kind, also proxies that show no method until it is called. */
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

/** Its `ProcessControl`s never throw, as the port has it. */
export const guardRunner = (adapter: ProcessRunner, report: FaultReport): ProcessRunner => {
  const runner = reporting(adapter, report);
  return {
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

const harmless = (method: string, act: () => void, report: FaultReport) => (): void => {
  try {
    act();
  } catch (error) {
    report(method, error);
  }
};

/** What the runner hands to the observer does not throw either. */
const guardObserver = (observer: ProcessObserver, report: FaultReport): ProcessObserver => ({
  onOutput: (stream, bytes, release) =>
    observer.onOutput(stream, bytes, release && harmless('release', release, report)),
  onExit: (exitCode) => observer.onExit(exitCode),
  onClose: () => observer.onClose(),
  onGone: () => observer.onGone(),
});

const guardControl = (control: ProcessControl, report: FaultReport): ProcessControl => {
  const attempt = <T>(method: string, act: () => T, otherwise: T): T => {
    try {
      return act();
    } catch (error) {
      report(method, error);
      return otherwise;
    }
  };
  return {
    write: (bytes) => attempt<InputOutcome>('write', () => control.write(bytes), 'stdinClosed'),
    interrupt: () => attempt('interrupt', () => control.interrupt(), undefined),
    kill: () => attempt('kill', () => control.kill(), undefined),
    pauseOutput: () => attempt('pauseOutput', () => control.pauseOutput(), undefined),
    resumeOutput: () => attempt('resumeOutput', () => control.resumeOutput(), undefined),
  };
};

/**
 * Its time is that of the system when it fails to tell it, and a timer that cannot be set never fires. What a
 * timer does, with other adapters of the embedder, is logged when it fails: nobody stands behind a timer.
 */
export const guardClock = (adapter: Clock, report: FaultReport): Clock => {
  const attempt = <T>(method: string, act: () => T, otherwise: () => T): T => {
    try {
      return act();
    } catch (error) {
      report(method, error);
      return otherwise();
    }
  };
  const nothing = (): void => undefined;
  return {
    nowMs: () =>
      attempt(
        'nowMs',
        () => adapter.nowMs(),
        () => performance.now(),
      ),
    schedule: (delayMs, action) => {
      const guarded = (): void => attempt('schedule', action, nothing);
      const cancel = attempt(
        'schedule',
        () => adapter.schedule(delayMs, guarded),
        () => nothing,
      );
      return () => attempt('schedule', cancel, nothing);
    },
  };
};
