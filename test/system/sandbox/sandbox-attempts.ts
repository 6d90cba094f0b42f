import { fifoDirectory, privateDirectory } from '../../../src/adapters/system/private-directory.js';

/** Directories of the daemons of this user. */
const OWN = [privateDirectory(), fifoDirectory()].join(' ');

/** A way to write to `$OUT`, which is outside; `$IN` is the workspace, `$W` a place that may be written. */
export interface Attempt {
  readonly name: string;
  /** For bash. It prints ESCAPED when it has reached what it must not, besides what it leaves in `$OUT`. */
  readonly script: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly tty?: boolean;
}

const perl = (code: string): string => `perl -e '${code}'`;

/** A system call that must fail; its number is that of x86-64 and arm64. */
const call = (x64: number, arm64: number, args: string): string =>
  perl(
    `chomp(my $m = \`uname -m\`); my $n = $m eq "x86_64" ? ${x64} : ${arm64}; print "ESCAPED" if syscall($n, ${args}) >= 0`,
  );

export const ATTEMPTS: readonly Attempt[] = [
  { name: 'directly', script: 'echo x > $OUT/direct' },
  { name: 'by appending', script: 'echo x >> $OUT/marker' },
  { name: 'by truncating', script: 'truncate -s 0 $OUT/marker; : > $OUT/marker' },
  { name: 'through a symbolic link', script: 'ln -s $OUT $W/link; echo x > $W/link/linked' },
  { name: 'through a hard link', script: 'ln $OUT/marker $W/hard && echo x >> $W/hard' },
  { name: 'with ..', script: 'echo x > $IN/../outside/dots; cd $IN; echo x > ../outside/dots' },
  { name: 'through /proc/self/root', script: 'echo x > /proc/self/root$OUT/root' },
  {
    name: 'through /proc/self/fd',
    script: 'exec 5< $OUT/marker 6< $OUT; echo x > /proc/self/fd/5; echo x > /proc/self/fd/6/fd',
  },
  {
    name: 'through the roots of other processes',
    script: 'for p in /proc/[0-9]*; do echo x > $p/root$OUT/p; echo x > $p/cwd/../outside/p; done',
  },
  { name: 'by a bind mount', script: 'mkdir $W/b; mount --bind $OUT $W/b; echo x > $W/b/bind' },
  {
    name: 'by a remount',
    script: 'mount -o remount,rw,bind /; mount -o remount,rw /; umount -l /; echo x > $OUT/remount',
  },
  { name: 'by renaming', script: 'mv $OUT/marker $OUT/renamed; mv $OUT/marker $W/moved' },
  { name: 'by exchanging directories', script: 'mv $OUT $OUT.old; mkdir $OUT; mv $IN $IN.old' },
  { name: 'by removing', script: 'rm -rf $OUT/marker $OUT' },
  {
    name: 'by changing modes and times',
    script: 'chmod 777 $OUT/marker; touch -d 2001-01-01 $OUT/marker',
  },
  {
    name: 'by a child in the background',
    script: 'setsid sh -c "sleep 0.2; echo x > $OUT/late" < /dev/null > /dev/null 2>&1 & sleep 0.4',
  },
  {
    name: 'by a new device node',
    script:
      'mknod $W/disk b 254 0; head -c 1 $W/disk | grep -q . && echo ESCAPED; mknod $OUT/pipe p',
  },
  {
    name: 'by chroot',
    script: 'chroot / sh -c "echo x > $OUT/chroot"; chroot /proc/1/root true && echo ESCAPED',
  },
  {
    name: 'in a new user namespace',
    script:
      'unshare -Urm sh -c "mount -o remount,rw,bind /; umount -l $OUT; echo x > $OUT/userns" && echo ESCAPED; unshare -U true && echo ESCAPED',
  },
  {
    name: 'in the namespaces of other processes',
    script:
      'nsenter -t 1 -m -p true && nsenter -t $PPID -m true && echo ESCAPED; nsenter -t $DAEMON -m -p sh -c "echo x > $OUT/nsenter"',
  },
  {
    name: 'by a socket of a daemon',
    script: perl(
      'use Socket; socket(my $s, PF_UNIX, SOCK_STREAM, 0) && connect($s, sockaddr_un("$ENV{OUT}/socket")) && print "ESCAPED"',
    ),
  },
  {
    name: 'by an abstract socket',
    script: perl(
      'use Socket; socket(my $s, PF_UNIX, SOCK_STREAM, 0) && connect($s, sockaddr_un("\\0exec-server-$ENV{DAEMON}")) && print "ESCAPED"',
    ),
  },
  {
    name: 'by a datagram',
    script: perl('use Socket; socket(my $s, PF_UNIX, SOCK_DGRAM, 0) && print "ESCAPED"'),
  },
  {
    name: 'by the network',
    script: perl('use Socket; socket(my $s, PF_INET, SOCK_STREAM, 0) && print "ESCAPED"'),
  },
  {
    name: 'through the daemon itself',
    script: '(exec 3<> /dev/tcp/127.0.0.1/$PORT) && echo ESCAPED',
  },
  { name: 'by ptrace', script: call(101, 117, '16, $$ == 1 ? 2 : 1, 0, 0') },
  { name: 'by io_uring', script: call(425, 425, '8, my $p = "\\0" x 120') },
  { name: 'by keys', script: call(250, 219, '0, -3, 1') },
  {
    name: 'by typing into the terminal',
    script: perl('my $c = "x"; print "ESCAPED" if ioctl(STDIN, 0x5412, $c)'),
    tty: true,
  },
  { name: 'by ending the daemon', script: 'kill -9 $DAEMON && echo ESCAPED; kill -9 -1' },
  {
    name: 'by settings of the kernel',
    // With what they are set to already, so that nothing is broken should it work.
    script:
      'for f in core_pattern hostname modprobe randomize_va_space; do v=$(cat /proc/sys/kernel/$f); echo "$v" > /proc/sys/kernel/$f && echo ESCAPED; done; echo h > /proc/sysrq-trigger && echo ESCAPED; hostname x && echo ESCAPED',
  },
  {
    name: 'by control groups',
    script:
      'for f in $(find /sys/fs/cgroup -maxdepth 2 -name "cgroup.procs" 2> /dev/null); do echo 1 > $f && echo ESCAPED; done',
  },
  {
    name: 'through the files of the daemon',
    script: `for d in ${OWN}; do ls $d/ && echo ESCAPED; cd $d && echo ESCAPED; done`,
  },
  {
    name: 'by libraries and loaders',
    script: 'true',
    env: { LD_DEBUG: 'libs', LD_DEBUG_OUTPUT: '$OUT/loader', LD_PRELOAD: '$IN/none.so' },
  },
  {
    name: 'by start-up files of shells',
    script: 'sh -c true',
    env: { ENV: '$IN/startup', BASH_ENV: '$IN/startup', SHELLOPTS: 'xtrace' },
  },
];
