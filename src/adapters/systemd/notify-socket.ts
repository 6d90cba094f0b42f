import { endianness } from 'node:os';

/** What became of a datagram: `busy`, since the receiver has not read those before it, or an error of the system by number. */
export type Sent = 'sent' | 'busy' | { readonly errno: number };

/** Sends a datagram without waiting. */
export type SendDatagram = (datagram: string) => Sent;

const AF_UNIX = 1;
const SOCK_DGRAM = 2;
const SOCK_CLOEXEC = 0o200_0000;
const MSG_DONTWAIT = 0x40;
const MSG_NOSIGNAL = 0x40_00;
const FAMILY_BYTES = 2;
/** `sun_path` of Linux, with the zero byte behind a path. */
const MAX_PATH_BYTES = 108;

/**
 * Opens a way to a Unix datagram socket of Linux, which Node does not have.
 *
 * @param address a path, or the name of an abstract socket behind `@`
 * @throws {Error} for another address, and on a host without a build of the library
 */
export const openNotifySocket = async (address: string): Promise<SendDatagram> => {
  const receiver = toSocketAddress(address);
  const { default: koffi } = await import('koffi');
  const library = koffi.load(null);
  const socket = library.func('int socket(int, int, int)');
  const sendTo = library.func(
    'long sendto(int, const void *, size_t, int, const void *, unsigned int)',
  );
  const { EAGAIN, ENOBUFS } = koffi.os.errno;
  const fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) {
    throw new Error(`socket() failed with errno ${koffi.errno()}`);
  }
  return (datagram) => {
    const bytes = Buffer.from(datagram);
    const flags = MSG_DONTWAIT | MSG_NOSIGNAL;
    if (sendTo(fd, bytes, bytes.length, flags, receiver, receiver.length) >= 0) {
      return 'sent';
    }
    const errno = koffi.errno();
    return errno === EAGAIN || errno === ENOBUFS ? 'busy' : { errno };
  };
};

/** `struct sockaddr_un`. */
export const toSocketAddress = (address: string): Buffer => {
  const isAbstract = address.startsWith('@');
  if (!isAbstract && !address.startsWith('/')) {
    throw new Error(`${address} is neither a path nor the name of an abstract socket`);
  }
  // A path ends with a zero byte, an abstract name begins with one.
  const name = Buffer.from(isAbstract ? `\0${address.slice(1)}` : `${address}\0`);
  if (name.length > MAX_PATH_BYTES) {
    throw new Error(`${address} is longer than the address of a Unix socket can be`);
  }
  const family = Buffer.alloc(FAMILY_BYTES);
  family[endianness() === 'LE' ? 'writeUInt16LE' : 'writeUInt16BE'](AF_UNIX);
  return Buffer.concat([family, name]);
};
