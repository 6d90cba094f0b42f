import type {
  HostDescription,
  HostInformation,
} from '../../src/application/ports/host-information.js';

/** A host that is the same on every machine. */
export class FakeHost implements HostInformation {
  /** The variables of the server, which processes may inherit. */
  variables: Readonly<Record<string, string>> = { PATH: '/usr/bin:/bin', HOME: '/home/tester' };
  /** As Node names it. */
  platform = 'linux';
  /** Set: the host cannot be described. */
  failure: Error | undefined;

  describe(): HostDescription {
    if (this.failure !== undefined) {
      throw this.failure;
    }
    return {
      shell: { name: 'bash', path: '/bin/bash' },
      providerId: `sha256:${'0'.repeat(64)}`,
      cwd: '/srv',
      userHomeDir: '/home/tester',
      hostname: 'testhost',
      platform: this.platform,
      temporaryDirectories: [],
      tempDir: '/tmp',
      toolDirectories: [],
    };
  }

  environment(): Readonly<Record<string, string>> {
    return this.variables;
  }
}
