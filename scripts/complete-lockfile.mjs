// Adds to package-lock.json the platform packages that the registry at hand did not serve: npm leaves
// such optional dependencies out of the lockfile, and then refuses it in `npm ci`. A mirror may carry
// the packages of its own platform alone; the lockfile is for all of them. Run after `npm install`.
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = new URL('../package-lock.json', import.meta.url);
const OPERATING_SYSTEMS = [
  'darwin',
  'win32',
  'linux',
  'android',
  'freebsd',
  'openbsd',
  'netbsd',
  'sunos',
  'aix',
  'openharmony',
];
const PROCESSORS = {
  x64: 'x64',
  arm64: 'arm64',
  ia32: 'ia32',
  arm: 'arm',
  ppc64: 'ppc64',
  s390x: 's390x',
  riscv64: 'riscv64',
  loong64: 'loong64',
  mips64el: 'mips64el',
  wasm32: 'wasm32',
  universal: undefined,
};

const lockfile = JSON.parse(readFileSync(FILE, 'utf8'));
let added = 0;
for (const [path, { optionalDependencies = {}, dev }] of Object.entries(lockfile.packages)) {
  if (path === '') {
    continue;
  }
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (isLocked(path, name)) {
      continue;
    }
    lockfile.packages[`node_modules/${name}`] = entry(name, version, dev);
    added += 1;
  }
}
lockfile.packages = Object.fromEntries(Object.entries(lockfile.packages).sort(byPath));
writeFileSync(FILE, `${JSON.stringify(lockfile, null, 2)}\n`);
console.log(`${added} platform packages added`);

function isLocked(path, name) {
  return [`${path}/node_modules/${name}`, `node_modules/${name}`].some(
    (key) => lockfile.packages[key],
  );
}

function entry(name, version, dev) {
  const words = name.split(/[/@.-]/);
  const os = OPERATING_SYSTEMS.filter((word) => words.includes(word));
  const cpu = Object.entries(PROCESSORS).flatMap(([word, value]) =>
    value && words.includes(word) ? [value] : [],
  );
  if (words.some((word) => word.startsWith('arm') && word !== 'arm64') && !cpu.includes('arm')) {
    cpu.push('arm');
  }
  if (os.length === 0 && cpu.length === 0) {
    throw new Error(`${name} names no platform: install it where the registry serves it`);
  }
  const libc = words.some((word) => word.startsWith('musl')) ? ['musl'] : undefined;
  return {
    version: version.replace(/^[\^~]/, ''),
    cpu,
    ...(dev && { dev }),
    ...(libc && { libc }),
    optional: true,
    os: os.length > 0 ? os : undefined,
  };
}

function byPath([a], [b]) {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
