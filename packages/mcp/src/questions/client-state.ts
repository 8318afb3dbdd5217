import type { Approval } from '@portico/core'

/**
 * Binds a question to the call that it was asked about. It travels through the client, so it is signed, and every part is checked
 * on return.
 */
export interface Binding {
  /** The tool, exact arguments and definition that were shown. */
  readonly tool: string
  readonly argumentsHash: string
  readonly pin: string
  readonly client: string
  readonly tenantId: string
  /** On whose behalf the call is made. */
  readonly actor: string
  /** Who was asked: nobody else at the same client may answer for them. */
  readonly person: string | undefined
}

/** What the person at a client was asked to decide. */
export interface ApprovalState extends Binding {
  readonly kind: 'approval'
  readonly approval: string
  readonly requires: Approval
  /** What they filled in before. */
  readonly filled?: Readonly<Record<string, unknown>>
}

/** What the person at a client was asked to fill in. */
export interface FieldsState extends Binding {
  readonly kind: 'fields'
  readonly round: number
  /** From earlier rounds. */
  readonly filled: Readonly<Record<string, unknown>>
}

export type ClientState = ApprovalState | FieldsState
