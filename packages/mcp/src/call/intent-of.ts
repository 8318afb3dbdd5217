import type { Intent } from '@portico/core'
import { askerOf, type Caller } from '../access/caller.ts'
import type { PreparedCall } from './prepared-call.ts'

export function intentOf({ tool, argumentsHash }: PreparedCall, caller: Caller): Intent {
  return { ...askerOf(caller), operation: tool.qualifiedName, argumentsHash: argumentsHash() }
}
