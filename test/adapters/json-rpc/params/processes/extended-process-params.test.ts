import { describe, expect, test } from '@jest/globals';
import {
  ExtendedProcessSignalParams,
  ProcessCloseStdinParams,
  ProcessResizeParams,
} from '../../../../../src/adapters/json-rpc/params/processes/process-control-params.js';
import { ExtendedProcessStartParams } from '../../../../../src/adapters/json-rpc/params/processes/process-start-params.js';
import { TerminalSizeParams } from '../../../../../src/adapters/json-rpc/params/processes/terminal-size-params.js';
import { describeParams } from '../describe-params.js';
import { readParams } from '../read-params.js';

describeParams(ProcessCloseStdinParams, { processId: 'p' }, [
  { name: 'processId', presence: 'required', kind: 'text', right: [''] },
]);

describeParams(ProcessResizeParams, { processId: 'p', terminalSize: { cols: 1, rows: 65_535 } }, [
  { name: 'processId', presence: 'required', kind: 'text', right: [''] },
  { name: 'terminalSize', presence: 'required', kind: 'map', wrong: [{}, { cols: 80 }] },
]);

describeParams(TerminalSizeParams, { cols: 80, rows: 24 }, [
  { name: 'cols', presence: 'required', kind: 'number', wrong: [0, -1, 65_536, 1.5] },
  { name: 'rows', presence: 'required', kind: 'number', wrong: [0, -1, 65_536, 1.5] },
]);

describeParams(ExtendedProcessSignalParams, { processId: 'p', signal: 'SIGTERM' }, [
  { name: 'processId', presence: 'required', kind: 'text' },
  { name: 'signal', presence: 'required', kind: 'text', wrong: ['', 'TERM', 'SIGKIL'] },
]);

test.each([
  ['interrupt', 'SIGINT'],
  ['SIGKILL', 'SIGKILL'],
])('ExtendedProcessSignalParams sends for %s the signal %s', (signal, sent) => {
  const params = readParams(ExtendedProcessSignalParams, { processId: 'p', signal });

  expect(params.toCommand()).toEqual({ processId: 'p', signal: sent });
});

describe('ExtendedProcessStartParams', () => {
  const START = { processId: 'p', argv: ['true'], cwd: 'file:///', env: {} };
  const terminalOf = (params: object) =>
    readParams(ExtendedProcessStartParams, { ...START, ...params }).toCommand().terminal;

  test('starts a terminal with the given size, by default with 80 columns and 24 rows', () => {
    expect(terminalOf({ tty: true, terminalSize: { cols: 132, rows: 50 } })).toEqual({
      columns: 132,
      rows: 50,
    });
    expect(terminalOf({ tty: true, terminalSize: null })).toEqual({ columns: 80, rows: 24 });
  });

  test('gives a process without a terminal no size', () => {
    expect(terminalOf({ tty: false, terminalSize: { cols: 132, rows: 50 } })).toBeUndefined();
  });
});
