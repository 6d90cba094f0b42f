/** Whether both were refused, with the same code and data. */
const codesAreEqual = (upstream, ours) =>
  upstream?.error !== undefined &&
  upstream.error.code === ours?.error?.code &&
  JSON.stringify(upstream.error.data) === JSON.stringify(ours.error.data);

/** Whether both were refused alike, ours with what is at fault behind the system's text. */
const saysMore = (upstream, ours) =>
  codesAreEqual(upstream, ours) && ours.error.message.startsWith(upstream.error.message);

/** Whether both notes are equal once this text, or what fits this pattern, is replaced in the upstream one. */
const equalsWith = (text, replacement) => (upstream, ours) =>
  JSON.stringify(upstream ?? null).replace(text, replacement) === JSON.stringify(ours);

/** Whether both hold the same events, numbered as they came. */
const onlyOrderDiffers = (upstream, ours) => {
  const events = (note) => (JSON.stringify(note) ?? '').match(/\{[^{}]*\}/g) ?? [];
  const unnumbered = (note) => events(note).map((event) => event.replaceAll(/"seq":\d+,?/g, ''));
  return unnumbered(upstream).sort().join() === unnumbered(ours).sort().join();
};

/** Whether both notes are equal once these texts are taken out of ours. */
const equalsWithout = (texts) => (upstream, ours) =>
  JSON.stringify(upstream) === JSON.stringify(ours ?? null).replaceAll(texts, '');

/** A note of an echoed request, without what undici writes and zstd, and in no order; its length follows from it. */
const sentHeadersSorted = (note) =>
  (JSON.stringify(note) ?? '')
    .replaceAll(/"content-length: \d+"/g, '"content-length"')
    .replaceAll(/localhost:\d+/g, 'localhost')
    .replace('accept-encoding: zstd,gzip', 'accept-encoding: gzip')
    .replace('\\"connection: keep-alive\\",', '')
    .replace(/\\"headers\\":\[(.*?)\]/, (_, headers) => headers.split(',').sort().join());

/**
 * The differences that are meant. `where` says in which conversation and at which label, `when` (if
 * there) what the two must be like; `topic` is the first cell of the row of docs/compatibility.md
 * that gives the reason; test/main/documents/documents.test.ts compares them.
 * The first rule that fits explains a difference.
 *
 * @type {readonly { topic: string, where: RegExp, when?: (upstream: unknown, ours: unknown) => boolean }[]}
 */
export const KNOWN_DIFFERENCES = [
  {
    topic: '`error.data` of a failed `process/start`',
    where: /^(sandbox|start|terminals|ids)/,
    when: (upstream, ours) =>
      ours?.error?.data?.kind !== undefined &&
      upstream?.error?.code === ours.error.code &&
      upstream.error.data === undefined,
  },
  {
    topic: 'texts of −32602 and of malformed messages',
    where: /./,
    when: (upstream, ours) => codesAreEqual(upstream, ours) && upstream.error.code === -32_602,
  },
  {
    topic: 'texts of −32602 and of malformed messages',
    where: /^malformed-messages/,
    when: codesAreEqual,
  },
  {
    topic: 'an array for an object, without its last fields',
    where: /^params-of-.* (\[\]|by position)$/,
  },
  {
    topic: 'an address that is in use',
    where: /port taken$/,
    when: (upstream, ours) => ours.stderr.startsWith(upstream.stderr),
  },
  {
    topic: '`http/request`: compressed responses',
    where: /^http-(request|stream) .*encoded: (gzip|zstd)/,
  },
  {
    topic: '`http/request`: zstd',
    where: /^http-(request|stream) .*encoded: zstd/,
    when: (_, ours) =>
      JSON.stringify(ours)?.includes('content-encoding: zstd') ||
      ours?.body?.startsWith('(\xb5/\xfd'),
  },
  {
    topic: '`http/request`: what follows a gzip member',
    where: /^http-(request|stream) .*encoded: gzip, (several members|then other bytes)/,
  },
  { topic: '`http/request`: the cause of a failure', where: /^http-/, when: saysMore },
  {
    topic: '`http/request`: the cause of a failure',
    where: /^http-stream .*, streamed$/,
    when: (upstream, ours) => ours?.last?.error?.startsWith(`${upstream?.last?.error}: `) === true,
  },
  { topic: 'errors of a start', where: / start$|: fails$/, when: saysMore },
  { topic: 'errors of a start', where: /^ids-of-processes/, when: saysMore },
  {
    topic: 'errors of a start',
    where: /^start-errors .*on a terminal: start$/,
    when: (upstream, ours) => upstream?.error?.code === ours?.error?.code,
  },
  {
    topic: '`cwd` that is missing, on a terminal',
    where: /^start-errors . (missing directory|file as directory), on a terminal/,
  },
  { topic: 'errors of a start', where: /^start-errors . argument too long, on a terminal/ },
  {
    topic: 'a terminal without `PATH`',
    where: /^start-errors . path without variable, on a terminal/,
  },
  { topic: '`arg0` on a terminal', where: /^terminals . arg0/ },
  {
    topic: 'exit code of a terminal process that a signal ended',
    where: /terminal(s . killed)?$/,
    when: equalsWith('"exitCode":1,', '"exitCode":137,'),
  },
  {
    topic: 'exit code of a terminal process that a signal ended',
    where: /terminal$/,
    when: equalsWith('"exitCode":1,', '"exitCode":130,'),
  },
  { topic: 'a `writeId` used again for other bytes', where: /^write . again with other bytes$/ },
  { topic: 'write to a process that ended', where: /^write . after the end$/ },
  { topic: '`exited` and the last output', where: /^resume . /, when: onlyOrderDiffers },
  {
    topic: '`exited` and the last output',
    where: /^(sandbox-start|what-a-process-finds) . /,
    when: (upstream, ours) =>
      JSON.stringify({ ...upstream, isWithoutHole: true }) === JSON.stringify(ours),
  },
  {
    topic: 'a policy with an unknown field',
    where: /^params-of-process-start . managedNetwork/,
  },
  { topic: 'what a process inherits with `inherit`', where: /^environments . (all|exclude)/ },
  {
    topic: 'a failed upgrade',
    where: /^http-surface/,
    when: equalsWithout(/"connection: close",/g),
  },
  {
    topic: '`keep-alive` headers',
    where: /^http-surface/,
    when: equalsWithout(/"connection: keep-alive",|,"keep-alive: timeout=\d+"/g),
  },
  { topic: 'HTTP/1.0 and HTTP/2', where: /^http-surface . (HTTP 1.0|http 2)$/ },
  {
    topic: '`Sec-WebSocket-Key` that is not 16 bytes in base64',
    where: /^http-surface . a short key$/,
  },
  {
    topic: '`Host` other than an IP address or `localhost`',
    where: /^http-surface . (another|no) host$/,
  },
  {
    topic: '`http/request`: `Host` and `connection` on the wire',
    where: /^http-(request|stream)/,
    when: (upstream, ours) => sentHeadersSorted(upstream) === sentHeadersSorted(ours),
  },
  {
    topic: '`http/request`: compressed responses',
    where: /^http-(request|stream)/,
    when: (upstream, ours) =>
      sentHeadersSorted(upstream) ===
      sentHeadersSorted(ours).replace(',\\"accept-encoding: gzip\\"', ''),
  },
  {
    topic: '`http/request`: POST, PUT and the like without a body',
    where: /^http-request . (post nothing|an empty body)$/,
  },
  { topic: '`fs/readFile` above 47 MiB', where: /^fs-read-file . too large$/, when: codesAreEqual },
  {
    topic: '`fs/writeFile`, `fs/copy` to a FIFO, socket or device',
    where: /^fs-(read|write)-file .*a (socket|device|fifo without reader)$/,
    when: (_, ours) => ours.error?.code === -32_600,
  },
  {
    topic: '`fs/readDirectory`',
    where: /^fs-read-directory .*: dangling$/,
    when: (upstream, ours) => upstream === undefined && !ours.isDirectory && !ours.isFile,
  },
  {
    topic: '`fs/walk`: names with tabs, line ends or not UTF-8',
    where: /^fs-walk . an odd name$/,
    when: (_, ours) => ours.result.entries.length === 1,
  },
  {
    topic: '`fs/copy` of a file onto itself, also by another name',
    where: /^fs-copy . (hard|file) holds$/,
    when: (upstream, ours) => upstream === '' && ours === 'content',
  },
  {
    topic: '`createdAtMs`',
    where: /^fs-get-metadata|: metadata$/,
    when: (upstream, ours) =>
      JSON.stringify(upstream) ===
      JSON.stringify(ours).replace(/"createdAtMs":\d+/, '"createdAtMs":0'),
  },
  { topic: '`executorVersion`', where: /^environment-info . executorVersion$/ },
  { topic: '`prependPathDirs`', where: /^environment-info . prependPathDirs$/ },
  {
    topic: 'a write outside what a sandbox shows',
    where: /^sandbox-start . minimal, to where that would be$/,
    when: (upstream, ours) => upstream.exitCode === 0 && /Read-only/.test(ours.stdout),
  },
  {
    topic: 'a variable without a name, or with `=` in it, in a sandbox',
    where: /^sandbox-start . a variable called/,
    when: (_, ours) => ours === undefined || ours.error?.code === -32_603,
  },
  {
    topic: 'a directory that its sandbox hides, as `cwd`',
    where: /^sandbox-start . nothing allowed/,
  },
  {
    topic: 'network proxy: credential masking, transparent TCP',
    where: /^environment-info . capability (networkProxyTransparentTcp|credential)/,
  },
  {
    topic: '`stdio` listener, `--remote …`',
    where: /^listen-urls/,
    when: equalsWith(' or `stdio`', ''),
  },
  {
    topic: 'files with a token or secret',
    where: /^start-up-errors . a file that others may read$/,
  },
  {
    topic: 'JWT header: `typ` or `kid` not a string; `crit` not a list of names',
    where: /^signed-bearer-token .*odd header$/,
  },
];
