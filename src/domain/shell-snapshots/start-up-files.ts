import type { ShellName } from './login-command.js';

/** Files and directories of files that a login shell may read when it starts, whether or not they exist. */
export const startUpFiles = (
  shell: ShellName,
  { HOME: home = '', ZDOTDIR: zdotdir, BASH_ENV: bashEnv }: Readonly<Record<string, string>>,
): readonly string[] => {
  if (shell === 'zsh') {
    const directory = zdotdir || home;
    const own = ZSH_FILES.map((name) => `${directory}/.${name}`);
    return [...own, ...ZSH_FILES.flatMap((name) => [`/etc/${name}`, `/etc/zsh/${name}`])];
  }
  const system = ['/etc/profile', '/etc/profile.d', '/etc/bash.bashrc', '/etc/bashrc'];
  const own = BASH_FILES.map((name) => `${home}/${name}`);
  return [...system, ...own, ...(bashEnv?.startsWith('/') ? [bashEnv] : [])];
};

const ZSH_FILES = ['zshenv', 'zprofile', 'zshrc', 'zlogin'];
const BASH_FILES = ['.bash_profile', '.bash_login', '.profile', '.bashrc', '.bash_aliases'];
