/** What a sandboxed request may touch; whoever cannot enforce it refuses the request. */
export interface SandboxPolicy {
  readonly permissions: 'managed' | 'disabled' | 'external';
}
