import {
  type ActorType,
  type Approval,
  type Classes,
  decide,
  type Reversibility,
  type Sensitivity,
  type SideEffect,
} from '@portico/core'
import { describe, expect, test } from 'vitest'

const sideEffects: readonly SideEffect[] = ['none', 'internal_write', 'external_message', 'external_commitment']
const approvals: readonly Approval[] = ['A0', 'A1', 'A2', 'A3']
const reversibilities: readonly Reversibility[] = ['R0', 'R1', 'R2', 'R3']
const sensitivities: readonly Sensitivity[] = ['S0', 'S1', 'S2', 'S3']
const actorTypes: readonly ActorType[] = ['human', 'observer_agent', 'recommender_agent', 'executor_system', 'automated_workflow']

interface Row {
  readonly classes: Classes
  readonly actorType: ActorType
  readonly correlationId: string | undefined
}

/** Every combination: 4 × 4 × 4 × 4 × 5 × 3. */
const table: readonly Row[] = sideEffects.flatMap((sideEffect) =>
  approvals.flatMap((approval) =>
    reversibilities.flatMap((reversibility) =>
      sensitivities.flatMap((sensitivity) =>
        actorTypes.flatMap((actorType) =>
          ['order-1', ' ', undefined].map((correlationId) => ({
            classes: { sideEffect, approval, reversibility, sensitivity },
            actorType,
            correlationId,
          })),
        ),
      ),
    ),
  ),
)

/** The rules of governance, said again and apart from the code. */
function forbidden({ classes, actorType, correlationId }: Row): boolean {
  const { sideEffect, approval, reversibility, sensitivity } = classes
  const commits = sideEffect !== 'none'
  const onlyLooks = actorType === 'observer_agent' || actorType === 'recommender_agent'
  const external = sideEffect === 'external_message' || sideEffect === 'external_commitment'
  return (
    (commits && onlyLooks) ||
    Number(approval[1]) < Number(reversibility[1]) ||
    (sensitivity === 'S3' && approval === 'A0') ||
    (external && (correlationId === undefined || correlationId.trim() === ''))
  )
}

function expectedClass(row: Row): 'A' | 'B' | 'C' {
  const { approval, reversibility } = row.classes
  const asks = reversibility >= 'R2' || approval >= 'A2' || (approval === 'A1' && row.actorType !== 'human')
  return forbidden(row) ? 'C' : asks ? 'B' : 'A'
}

describe('the decision table', () => {
  test.each(['C', 'B', 'A'] as const)('class %s is derived exactly where the rules say', (actionClass) => {
    const expected = table.filter((row) => expectedClass(row) === actionClass)
    expect(expected.length).toBeGreaterThan(0)
    expect(table.filter((row) => decide(row).actionClass === actionClass)).toEqual(expected)
  })

  test('every decision names its rule and a reason', () => {
    const unnamed = table.filter((row) => {
      const { rule, reason } = decide(row)
      return !rule.startsWith('table.') || !/\w/.test(reason)
    })
    expect(unnamed).toEqual([])
  })

  test.each<[string, (row: Row) => boolean, (actionClass: string) => boolean]>([
    [
      'observers and recommenders never commit',
      ({ classes, actorType }) =>
        (actorType === 'observer_agent' || actorType === 'recommender_agent') && classes.sideEffect !== 'none',
      (actionClass) => actionClass === 'C',
    ],
    [
      'what leaves the company has a correlation id',
      ({ classes, correlationId }) => classes.sideEffect.startsWith('external_') && !correlationId?.trim(),
      (actionClass) => actionClass === 'C',
    ],
    [
      'R2 and R3 always need a human decision',
      ({ classes }) => classes.reversibility === 'R2' || classes.reversibility === 'R3',
      (actionClass) => actionClass !== 'A',
    ],
    [
      'S3 is never A0',
      ({ classes }) => classes.sensitivity === 'S3' && classes.approval === 'A0',
      (actionClass) => actionClass === 'C',
    ],
    [
      'an approval of A2 and more is never taken for given',
      ({ classes }) => classes.approval >= 'A2',
      (actionClass) => actionClass !== 'A',
    ],
  ])('%s', (_rule, concerned, holds) => {
    const rows = table.filter(concerned)
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.filter((row) => !holds(decide(row).actionClass))).toEqual([])
  })

  test('nothing derives to a lower class when its effect, reversibility or sensitivity is higher', () => {
    const weaker = table.filter((row) =>
      [
        ...higher(sideEffects, row.classes.sideEffect).map((sideEffect) => ({ sideEffect })),
        ...higher(reversibilities, row.classes.reversibility).map((reversibility) => ({ reversibility })),
        ...higher(sensitivities, row.classes.sensitivity).map((sensitivity) => ({ sensitivity })),
      ].some((more) => decide({ ...row, classes: { ...row.classes, ...more } }).actionClass < decide(row).actionClass),
    )
    expect(weaker).toEqual([])
  })
})

function higher<T>(scale: readonly T[], value: T): readonly T[] {
  return scale.slice(scale.indexOf(value) + 1)
}
