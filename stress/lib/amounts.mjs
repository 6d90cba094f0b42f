const UNITS = { '': 1, kB: 1e3, MB: 1e6, GB: 1e9, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };

/** The bytes of a size such as `4MiB`. */
export const bytesOf = (text) => {
  const [, digits, unit] = /^(\d+)(\w*)$/.exec(text) ?? [];
  if (!(unit in UNITS)) {
    throw new Error(`not a size: ${text}`);
  }
  return Number(digits) * UNITS[unit];
};

export const count = (number) => number.toLocaleString('en');
