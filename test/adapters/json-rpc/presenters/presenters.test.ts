import { describe, expect, test } from '@jest/globals';
import { presentEnvironment } from '../../../../src/adapters/json-rpc/presenters/present-environment.js';
import { presentOutput } from '../../../../src/adapters/json-rpc/presenters/present-output.js';
import { SpareBuffer } from '../../../../src/adapters/shared/spare-buffer.js';
import type { OutputPage } from '../../../../src/domain/output/output-log.js';
import { FakeHost } from '../../../fakes/fake-host.js';

const HOST = new FakeHost().describe();

describe('presentEnvironment', () => {
  test('names the temporary directory as URI', () => {
    const host = { ...HOST, temporaryDirectories: ['/my tmp'], tempDir: '/my tmp' };
    expect(presentEnvironment(host)).toMatchObject({
      temporaryDirectories: ['file:///my%20tmp'],
      tempDir: 'file:///my%20tmp',
    });
  });

  test('leaves out a missing home and temporary directory', () => {
    const host = { ...HOST, cwd: undefined, userHomeDir: undefined, tempDir: undefined };
    const told = presentEnvironment(host);
    expect(told.cwd).toBeNull();
    expect(told).not.toHaveProperty('userHomeDir');
    expect(told).not.toHaveProperty('tempDir');
  });

  test('uses the platform names of the wire protocol', () => {
    expect(presentEnvironment({ ...HOST, platform: 'darwin' }).platformOs).toBe('macos');
    expect(presentEnvironment(HOST).platformOs).toBe('linux');
  });

  test('claims exactly the supported capabilities', () => {
    expect(presentEnvironment(HOST).capabilities).toEqual({
      environmentConfigRead: true,
      httpHeaderEnvVars: true,
      fsWatchMissing: true,
      capabilityDiscoveryV2: true,
      fileWriteStreaming: true,
      shellSnapshotV2: true,
      networkProxyLaunch: true,
      networkProxyReviewDomains: true,
      windowsMxc: false,
      sandboxedFileStreaming: true,
      capabilityDiscoverySandbox: true,
      linuxRootWritePreservesDevices: true,
      linuxApprovedRootWritePreservesRestrictions: true,
    });
  });
});

const parsed = (page: OutputPage): unknown =>
  JSON.parse(String(presentOutput(page).wrap('', '', new SpareBuffer())));

describe('presentOutput', () => {
  test('encodes chunks as base64 and has every field of the wire protocol', () => {
    const page = {
      processId: 'p',
      afterSeq: 3,
      gap: undefined,
      chunks: [
        {
          kind: 'output',
          processId: 'p',
          seq: 4,
          stream: 'stderr',
          bytes: new Uint8Array([0, 255, 10]),
        },
        { kind: 'output', processId: 'p', seq: 5, stream: 'pty', bytes: new Uint8Array(3000) },
      ],
      nextSeq: 6,
      awaitsAck: false,
      exit: {
        kind: 'exited',
        processId: 'p',
        seq: 3,
        exitCode: 0,
        signal: undefined,
        exitedAtMs: 0,
        sandboxDenied: true,
      },
      closed: false,
    } as const;
    expect(parsed(page)).toEqual({
      chunks: [
        { seq: 4, stream: 'stderr', chunk: 'AP8K' },
        { seq: 5, stream: 'pty', chunk: 'A'.repeat(4000) },
      ],
      nextSeq: 6,
      exited: true,
      exitCode: 0,
      closed: false,
      failure: null,
      sandboxDenied: true,
    });
  });

  test('adds the fields of a gap', () => {
    const page = {
      processId: 'p',
      afterSeq: 0,
      chunks: [],
      gap: { firstRetainedSeq: 7, droppedBytes: 99 },
      nextSeq: 9,
      awaitsAck: false,
      exit: undefined,
      closed: false,
    };
    expect(parsed(page)).toMatchObject({ firstRetainedSeq: 7, droppedBytes: 99 });
  });
});
