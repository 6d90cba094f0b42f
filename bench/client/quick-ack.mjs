import koffi from 'koffi';

const IPPROTO_TCP = 6;
const TCP_QUICKACK = 12;
const ON = Buffer.from(Int32Array.of(1).buffer);

const setsockopt = koffi
  .load(null)
  .func('int setsockopt(int fd, int level, int name, const void *value, uint32_t size)');

/** Has the kernel acknowledge at once what a socket has received. It lasts until the kernel finds the traffic interactive again. */
export const acknowledgeAtOnce = (fd) => setsockopt(fd, IPPROTO_TCP, TCP_QUICKACK, ON, ON.length);
