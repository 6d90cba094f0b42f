export type TestGroup = 'unit' | 'adapters' | 'system';

export declare const GROUP_OF_PATH: Readonly<Record<string, TestGroup>>;

export declare const GROUPS: readonly TestGroup[];

/** @param path of a test file, from the root of the project; undefined where no entry covers it */
export declare const groupOf: (path: string) => TestGroup | undefined;
