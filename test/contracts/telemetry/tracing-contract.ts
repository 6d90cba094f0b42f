import { describe, expect, test } from '@jest/globals';
import type { TraceContext, Tracing } from '../../../src/application/ports/tracing.js';

/** Tracing under test, and a line for each span that it has kept. */
export interface TracingSubject {
  readonly tracing: Tracing;
  /** Undefined: it keeps nothing. */
  readonly kept?: () => readonly string[];
}

export const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
export const PARENT: TraceContext = {
  traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01`,
  tracestate: 'vendor=1',
};

/** The rules that all `Tracing` keeps to; that which keeps nothing accepts everything without a word. */
export const tracingContract = (name: string, make: () => TracingSubject): void => {
  describe(`Tracing contract: ${name}`, () => {
    test('keeps each request with its parent and its reply, and each process with its end', async () => {
      const { tracing, kept } = make();
      tracing.startRequest('fs/readFile', PARENT).end(undefined);
      tracing.startRequest(undefined, undefined).end(-32_601);
      const request = tracing.startRequest('process/start', PARENT);
      const [good, killed] = [request.startProcess(), request.startProcess()];
      request.end(undefined);
      good.exited({ exitCode: 0, signal: undefined }, 'success');
      good.closed();
      killed.exited({ exitCode: 137, signal: 'SIGKILL' }, 'terminated');
      killed.closed();
      await tracing.dispose();
      expect(tracing.isRecording).toBe(kept !== undefined);
      if (kept !== undefined) {
        expect([...kept()].sort()).toEqual([
          `fs/readFile of ${TRACE_ID}: result`,
          'process of process/start: 0, success',
          'process of process/start: 137 SIGKILL, terminated',
          `process/start of ${TRACE_ID}: result`,
          'unknown method of a new trace: -32601',
        ]);
      }
    });

    test.each(['', 'nonsense', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`, 'x'.repeat(10_000)])(
      'takes whatever a client sends as its span: %.20s',
      async (traceparent) => {
        const { tracing } = make();
        tracing.startRequest('initialize', { traceparent, tracestate: ',=;\0' }).end(undefined);
        await expect(tracing.dispose()).resolves.toBeUndefined();
      },
    );

    test('takes the end of a process whose request and tracing have ended', async () => {
      const { tracing } = make();
      const process = tracing.startRequest('process/start', undefined).startProcess();
      await tracing.dispose();
      expect(() => {
        process.exited({ exitCode: 1, signal: undefined }, 'nonzero_exit');
        process.closed();
      }).not.toThrow();
    });
  });
};
