import type { Approval } from '@portico/core'

/** What a person at a client was asked about. It goes through the client, so it is signed, and every part of it is checked again. */
export interface ApprovalState {
  readonly approval: string
  readonly requires: Approval
  /** The tool, the exact arguments and the definition that were shown. */
  readonly tool: string
  readonly argumentsHash: string
  readonly pin: string
  readonly client: string
  readonly tenantId: string
}
