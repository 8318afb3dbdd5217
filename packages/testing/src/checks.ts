import assert from 'node:assert/strict'
import type { AnyConnector } from '@portico/core'
import type { CompiledOperation } from '@portico/core/definition'
import type { Check, OperationCheck } from './checks/check.ts'
import { driftChecks } from './checks/drift.ts'
import { exampleChecks, otherCompilation } from './checks/examples.ts'
import { folderChecks } from './checks/folder.ts'
import { governedChecks } from './checks/governed.ts'
import { nextPageChecks } from './checks/next-page.ts'
import { recordedChecks } from './checks/recorded.ts'
import { retryChecks } from './checks/retried.ts'
import { rollbackChecks } from './checks/rollback.ts'
import { secretOutputChecks } from './checks/secret-output.ts'
import { secretChecks } from './checks/secrets-left.ts'
import { toldChecks } from './checks/told.ts'
import type { ContractTable, OperationEntry, TestedConnector } from './contract-table.ts'
import { answerFaults } from './faults/answer-faults.ts'
import { approvedFaults } from './faults/approved-faults.ts'
import { connectionFaults } from './faults/connection-faults.ts'
import { limitFaults } from './faults/limit-faults.ts'
import { pagingFaults } from './faults/paging-faults.ts'
import { type Subject, subjectOf, successesOf } from './replay/subject.ts'

const operationChecks: readonly OperationCheck[] = [
  ...retryChecks,
  ...governedChecks,
  ...toldChecks,
  ...secretChecks,
  ...secretOutputChecks,
  ...driftChecks,
  ...answerFaults,
  ...connectionFaults,
  ...approvedFaults,
  ...limitFaults,
  ...nextPageChecks,
  ...pagingFaults,
]

/** Every check of a connector, ordered so that simple failures come first. Pure: nothing runs before a check's `run`. */
export function checks<C extends TestedConnector>(connector: C, table: ContractTable<C>): readonly Check[] {
  const given = table as unknown as ContractTable
  return checksOf(subjectOf(connector as unknown as AnyConnector, given), given)
}

export function checksOf(subject: Subject, given: ContractTable): readonly Check[] {
  const entries: Readonly<Record<string, OperationEntry>> = given.operations
  const other = otherCompilation(subject.connector)
  return [
    ...folderChecks(subject, given),
    ...Object.values(subject.compiled.operations).flatMap((operation) =>
      excepted(operation, ofOperation(subject, operation, other), entries[operation.name]?.except ?? {}),
    ),
  ]
}

function ofOperation(subject: Subject, operation: CompiledOperation, other: ReturnType<typeof otherCompilation>): Check[] {
  const { name } = operation
  const recordings = subject.recordings.filter((recording) => recording.operation === name)
  const [main] = successesOf(subject, name)
  return [
    ...exampleChecks(subject, operation, other),
    ...recordings.flatMap((recording) => recordedChecks(subject, operation, recording)),
    ...rollbackChecks(subject, operation),
    ...operationChecks
      .filter(({ applies }) => main !== undefined && (applies?.(subject, operation, main) ?? true))
      .map((check) => ({ operation: name, name: check.name, run: () => check.run(subject, operation, main!) })),
  ]
}

/** An excepted check must fail; one that passes after all needs no exception. */
function excepted({ name }: CompiledOperation, all: Check[], except: Readonly<Record<string, string>>): Check[] {
  const unknown = Object.keys(except).filter((each) => !all.some((check) => check.name === each))
  const listed: Check[] = unknown.map((each) => ({
    operation: name,
    name: each,
    run: () => Promise.reject(new Error(`'${each}' is not a check of ${name}: take it out of except`)),
  }))
  return [...all.map((check) => (Object.hasOwn(except, check.name) ? mustFail(check, except[check.name]!) : check)), ...listed]
}

function mustFail(check: Check, reason: string): Check {
  return {
    ...check,
    name: `${check.name} (excepted: ${reason})`,
    run: async () => {
      if (reason.trim() === '') assert.fail('an exception says why')
      const failed = await check.run().then(
        () => false,
        () => true,
      )
      assert.ok(failed, `holds after all: take '${check.name}' out of except`)
    },
  }
}
