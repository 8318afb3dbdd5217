import { type Actor, type Approval, covers } from '@portico/core'
import { ApprovalError } from './approval-error.ts'

/** Who decides what: a lead A1, a function head A2, an executive A3, and each also the classes below. */
export type ApproverRole = 'lead' | 'function_head' | 'executive'

/** Who may decide: a directory, an identity provider's groups, or a list in a file. If it throws, nobody may. */
export interface Approvers {
  /** A person's roles in a tenant; empty for a stranger. */
  rolesOf(person: Actor, tenantId: string): readonly ApproverRole[] | Promise<readonly ApproverRole[]>
}

const decides: Readonly<Record<ApproverRole, Approval>> = { lead: 'A1', function_head: 'A2', executive: 'A3' }

/** Approvers as data, by tenant and then person: `{ acme: { mona: ['lead'] } }`. */
export function listedApprovers(tenants: Readonly<Record<string, Readonly<Record<string, readonly ApproverRole[]>>>>): Approvers {
  return {
    rolesOf({ id }, tenantId) {
      const people = Object.hasOwn(tenants, tenantId) ? tenants[tenantId]! : {}
      return Object.hasOwn(people, id) ? people[id]! : []
    },
  }
}

/** Throws an `ApprovalError` unless `by` is a person other than `asked`, with a role that covers the class. */
export async function checkApprover(
  approvers: Approvers,
  by: Actor,
  { tenantId, asked, needed }: { readonly tenantId: string; readonly asked: string; readonly needed: Approval },
): Promise<void> {
  if (by.type !== 'human') throw new ApprovalError('not_allowed', `only a person may decide, and ${by.id} is of type ${by.type}`)
  if (by.id === asked) throw new ApprovalError('not_allowed', `${by.id} requested it, and nobody may decide their own request`)
  const roles = await approvers.rolesOf(by, tenantId)
  if (roles.some((role) => Object.hasOwn(decides, role) && covers(decides[role], needed))) return
  const has = roles.length > 0 ? roles.join(' and ') : 'no role that may decide'
  throw new ApprovalError('not_allowed', `${needed} is decided by ${whoDecides(needed)}, and ${by.id} has ${has} in ${tenantId}`)
}

function whoDecides(needed: Approval): string {
  const roles = Object.entries(decides).filter(([, covered]) => covers(covered, needed))
  return roles.map(([role]) => `${role === 'executive' ? 'an' : 'a'} ${role.replace('_', ' ')}`).join(' or ')
}
