/** What was left out of a capability root, and why; the adapter writes the text. */
export type CapabilityWarning =
  | { readonly kind: 'traversal-limit' | 'not-utf8'; readonly path: string }
  | { readonly kind: 'file-limit'; readonly path: string; readonly bytes: number }
  | { readonly kind: 'root-limit'; readonly bytes: number }
  | {
      readonly kind: 'unreadable-file' | 'unreadable-directory';
      readonly path: string;
      readonly reason: string;
    }
  | {
      readonly kind: 'ignored-field';
      /** The manifest. */
      readonly path: string;
      readonly field: 'mcpServers' | 'apps';
      readonly reason: 'not-relative' | 'not-below';
    };
