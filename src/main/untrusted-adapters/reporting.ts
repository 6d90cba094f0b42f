import { Session } from '../../domain/sessions/session.js';
import { attemptWith, type FaultReport } from './fault-report.js';

type AnyFunction = (...args: unknown[]) => unknown;

/** Wraps an adapter so that it reports what it throws or rejects with, and throws it on. */
export const reporting = <T extends object>(adapter: T, report: FaultReport): T => {
  // Not the adapter itself as the proxy's target: a frozen one would require its own values.
  const shape = Object.create(Object.getPrototypeOf(adapter));
  return new Proxy(shape, {
    has: (_, name) => Reflect.has(adapter, name),
    get: (_, name) => {
      const value = callAndReport(String(name), report, () => Reflect.get(adapter, name, adapter));
      if (typeof value !== 'function') {
        return wrapResult(value, report);
      }
      return (...args: unknown[]) =>
        callAndReport(String(name), report, () => wrapResult(value.apply(adapter, args), report));
    },
  });
};

const callAndReport = (method: string, report: FaultReport, act: () => unknown): unknown => {
  const fail = (error: unknown): never => {
    report(method, error);
    throw error;
  };
  try {
    const value = act();
    return value instanceof Promise
      ? value.then((result) => wrapResult(result, report), fail)
      : value;
  } catch (error) {
    return fail(error);
  }
};

/**
 * Wraps what an adapter returns (files, responses, bodies) too, and makes cancel functions not throw. Data
 * cannot throw and may be copied; sessions are compared by identity, so they are not wrapped.
 */
const wrapResult = (value: unknown, report: FaultReport): unknown => {
  if (typeof value === 'function') {
    const act = value as AnyFunction;
    const attempt = attemptWith(report);
    return (...args: unknown[]) =>
      attempt('(a function that it returned)', () => act(...args), undefined);
  }
  if (typeof value !== 'object' || value === null || value instanceof Session) {
    return value;
  }
  if (value instanceof Promise) {
    return value;
  }
  const isData = ArrayBuffer.isView(value) || Array.isArray(value) || !hasMethods(value);
  return isData ? value : reporting(value, report);
};

const hasMethods = (value: object): boolean => {
  const parent: unknown = Object.getPrototypeOf(value);
  const isPlain = parent === Object.prototype || parent === null;
  return !isPlain || Reflect.ownKeys(value).some((key) => isMethod(Reflect.get(value, key)));
};

const isMethod = (value: unknown): boolean => typeof value === 'function';
