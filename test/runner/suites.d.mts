export declare const SUITE_OF_PATH: Readonly<Record<string, string>>;

export declare const SLOW_SUITES: readonly string[];

export declare const GROUPS: readonly string[];

/** @param path of a test file, from the root of the project; undefined where no entry covers it */
export declare const suiteOf: (path: string) => string | undefined;

/** The group of the suite. */
export declare const groupOf: (path: string) => string | undefined;
