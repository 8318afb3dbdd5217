import type { Change, ChangeClass } from './change.ts'
import type { LockedEffects } from './connectors-lock.ts'
import { sameJson } from './schema/schema.ts'

/** The differences in what a call does and in the safeguards on it. */
export function compareEffects(base: LockedEffects, head: LockedEffects): readonly Change[] {
  const names = [...new Set([...Object.keys(base), ...Object.keys(head)])] as (keyof LockedEffects)[]
  return names
    .filter((name) => !sameJson(base[name], head[name]))
    .map((name) => ({
      class: classOf(name, base, head),
      at: `effects.${name}`,
      what: `${text(head[name])}, was ${text(base[name])}`,
    }))
}

function classOf(name: keyof LockedEffects, base: LockedEffects, head: LockedEffects): ChangeClass {
  switch (name) {
    case 'route':
      // Another method does something else; another path may just be the vendor's new address for it.
      return methodOf(base) === methodOf(head) ? 'minor' : 'major'
    case 'auth':
      return Object.entries(base.auth).every(([scheme, kind]) => head.auth[scheme] === kind) ? 'minor' : 'major'
    case 'secrets':
      return base.secrets.every((path) => head.secrets.includes(path)) ? 'minor' : 'major'
    case 'idempotency':
      return recognises(head) ? 'minor' : 'major'
    case 'rollback':
      return head.rollback === undefined || head.rollback === 'irreversible' || head.rollback === 'manual' ? 'major' : 'minor'
    case 'job':
      return base.job && head.job ? 'minor' : 'major'
    default:
      // Raising a class adds a gate before its callers; lowering it removes one.
      return 'major'
  }
}

function methodOf({ route }: LockedEffects): string | undefined {
  return route.split(' ', 1)[0]
}

/** Whether the vendor recognises a repeat, so that a lost answer is not a lost outcome. */
function recognises({ idempotency }: LockedEffects): boolean {
  return idempotency !== undefined && idempotency !== 'claim' && idempotency !== 'none'
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')
}
