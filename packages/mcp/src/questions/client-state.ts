import type { Approval } from '@portico/core'

/** What binds a question to the call that it was asked about. It goes through the client, so it is signed, and every part of it is checked again. */
export interface Binding {
  /** The tool, the exact arguments and the definition that were shown. */
  readonly tool: string
  readonly argumentsHash: string
  readonly pin: string
  readonly client: string
  readonly tenantId: string
  /** For whose call. */
  readonly actor: string
  /** Who was asked: nobody else at the same client answers in their place. */
  readonly person: string | undefined
}

/** What the person at a client was asked to decide. */
export interface ApprovalState extends Binding {
  readonly kind: 'approval'
  readonly approval: string
  readonly requires: Approval
  /** What they had filled in before. */
  readonly filled?: Readonly<Record<string, unknown>>
}

/** What the person at a client was asked to fill in. */
export interface FieldsState extends Binding {
  readonly kind: 'fields'
  readonly round: number
  /** Of the rounds before this. */
  readonly filled: Readonly<Record<string, unknown>>
}

export type ClientState = ApprovalState | FieldsState
