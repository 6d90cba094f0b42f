import { around, files, READ, restricted, workspaceWrite } from './builders.mjs';

/** Forms of the other members. */
export const MEMBER_FORMS = {
  'cwd null': workspaceWrite({ cwd: null }),
  'cwd of Windows': workspaceWrite({ cwd: 'file:///C:/work' }),
  'cwd that is no URI': workspaceWrite({ cwd: '/work' }),
  'workspaceRoots missing': workspaceWrite({ workspaceRoots: undefined }),
  'workspaceRoots null': workspaceWrite({ workspaceRoots: null }),
  'workspaceRoots of Windows': workspaceWrite({ workspaceRoots: ['file:///C:/work'] }),
  'policyContext null': workspaceWrite({ policyContext: null }),
  'policyContext empty': workspaceWrite({ policyContext: {} }),
  'policyContext, cwd of Windows': workspaceWrite((at) => ({
    policyContext: { cwd: 'file:///C:/work', workspaceRoots: [at.uri('work')] },
  })),
  userHomeDir: workspaceWrite((at) => ({ userHomeDir: at.uri('other') })),
  'userHomeDir null': workspaceWrite({ userHomeDir: null }),
  'userHomeDir of Windows': workspaceWrite({ userHomeDir: 'file:///C:/home' }),
  'temporaryDirectories null': workspaceWrite({ temporaryDirectories: null }),
  'temporaryDirectories of Windows': workspaceWrite({ temporaryDirectories: ['file:///C:/tmp'] }),
  'temporaryDirectories that are no URIs': workspaceWrite({ temporaryDirectories: ['/tmp'] }),
  'sandboxOverride noOverride': workspaceWrite({ sandboxOverride: 'noOverride' }),
  'sandboxOverride escalatedSandboxWithRestrictions': workspaceWrite({
    sandboxOverride: 'escalatedSandboxWithRestrictions',
  }),
  'sandboxOverride bypassSandboxFirstAttempt': workspaceWrite({
    sandboxOverride: 'bypassSandboxFirstAttempt',
  }),
  'sandboxOverride other': workspaceWrite({ sandboxOverride: 'other' }),
  'windowsSandboxLevel restricted-token': workspaceWrite({
    windowsSandboxLevel: 'restricted-token',
  }),
  'windowsSandboxLevel elevated': workspaceWrite({ windowsSandboxLevel: 'elevated' }),
  'windowsSandboxLevel mxc': workspaceWrite({ windowsSandboxLevel: 'mxc' }),
  'windowsSandboxLevel other': workspaceWrite({ windowsSandboxLevel: 'other' }),
  'windowsSandboxLevel missing': workspaceWrite({ windowsSandboxLevel: undefined }),
  'windowsSandboxProxySettingsMode reconcile': workspaceWrite({
    windowsSandboxProxySettingsMode: 'reconcile',
  }),
  'windowsSandboxProxySettingsMode preserve': workspaceWrite({
    windowsSandboxProxySettingsMode: 'preserve',
  }),
  'windowsSandboxProxySettingsMode other': workspaceWrite({
    windowsSandboxProxySettingsMode: 'other',
  }),
  'windows member of a newer client': workspaceWrite({ windowsOther: true }),
  'useLegacyLandlock false': workspaceWrite({ useLegacyLandlock: false }),
  'useLegacyLandlock true': workspaceWrite({ useLegacyLandlock: true }),
  'another member': workspaceWrite({ other: 1 }),
  'another member, null': workspaceWrite({ other: null }),
  'permissions with another member': (at) => ({
    ...around(at),
    permissions: {
      type: 'managed',
      file_system: restricted([READ]),
      network: 'restricted',
      other: 1,
    },
  }),
  'file_system with another member': files(restricted([READ], { other: 1 })),
};
