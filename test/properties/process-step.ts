/** What a process writes, or a moment at which its client does something. */
export type ProcessStep =
  | { readonly output: string }
  | { readonly moment: 'read' | 'drop' | 'resume' };
