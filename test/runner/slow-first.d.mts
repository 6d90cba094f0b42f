export declare const SECONDS: Readonly<Record<string, number>>;
