/** What can be written to a file, as in `fs/promises`. */
export type Content =
  | string
  | NodeJS.ArrayBufferView
  | Iterable<string | NodeJS.ArrayBufferView>
  | AsyncIterable<string | NodeJS.ArrayBufferView>;

/** The encoding of content that is read: none gives a Buffer. */
export type EncodingOption =
  | BufferEncoding
  | { readonly encoding?: BufferEncoding | null | undefined }
  | null
  | undefined;

/** What a method returns for an encoding option. */
export type Encoded<Option> = Option extends BufferEncoding | { encoding: BufferEncoding }
  ? string
  : Buffer;

/** The content as the option asks for. */
export const encode = <Option extends EncodingOption>(
  bytes: Buffer,
  option: Option | undefined,
): Encoded<Option> => {
  const encoding = encodingOf(option);
  return (encoding === undefined ? bytes : bytes.toString(encoding)) as Encoded<Option>;
};

const encodingOf = (option: EncodingOption): BufferEncoding | undefined => {
  const encoding = typeof option === 'string' ? option : option?.encoding;
  if (encoding !== undefined && encoding !== null && !Buffer.isEncoding(encoding)) {
    throw Object.assign(
      new TypeError(`The argument 'encoding' is invalid encoding. Received '${encoding}'`),
      { code: 'ERR_INVALID_ARG_VALUE' },
    );
  }
  return encoding ?? undefined;
};

/** Content that is at hand as a whole, as bytes; undefined for what has to be iterated. */
export const wholeContent = (
  data: Content,
  option: EncodingOption = undefined,
): Buffer | undefined => {
  if (typeof data === 'string') {
    return Buffer.from(data, encodingOf(option) ?? 'utf8');
  }
  return ArrayBuffer.isView(data)
    ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    : undefined;
};

/** Any content, piece by piece. */
export async function* contentBytes(
  data: Content,
  option: EncodingOption = undefined,
): AsyncGenerator<Buffer> {
  const whole = wholeContent(data, option);
  if (whole !== undefined) {
    yield whole;
    return;
  }
  for await (const part of data as AsyncIterable<string | NodeJS.ArrayBufferView>) {
    yield wholeContent(part, option) as Buffer;
  }
}
