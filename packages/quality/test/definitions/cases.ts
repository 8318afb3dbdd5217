import { readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parsePythonJson } from '../../src/results/python-json.ts'

/** One language-neutral case of Great Expectations: an expectation over a small dataset, and what it answers. */
export interface Case {
  /** File, dataset, place and title: unique, and the same as long as the definitions are. */
  readonly id: string
  /** The same for the cases of one dataset. */
  readonly dataset: string
  readonly type: string
  readonly data: Readonly<Record<string, readonly unknown[]>>
  readonly types: Readonly<Record<string, string>>
  readonly kwargs: Readonly<Record<string, unknown>>
  readonly out: Readonly<Record<string, unknown>>
  readonly raises: boolean
  readonly tolerance: number
  /** Why it is not for an SQL database; undefined where it is. */
  readonly foreign: string | undefined
}

interface WireCase {
  readonly title: string
  readonly in: Readonly<Record<string, unknown>> | readonly unknown[]
  readonly out: Readonly<Record<string, unknown>>
  readonly error?: object
  readonly tolerance?: number
  readonly only_for?: readonly string[]
  readonly suppress_test_for?: readonly string[]
}

interface WireDataset {
  readonly data: Readonly<Record<string, readonly unknown[]>>
  readonly schemas?: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly suppress_test_for?: readonly string[]
  readonly tests: readonly WireCase[]
}

interface WireDefinition {
  readonly expectation_type: string
  readonly datasets: readonly WireDataset[]
}

const ours = ['sqlalchemy', 'postgresql']

/** Reads every case of the definitions in a folder. */
export function readCases(folder: string): Case[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .flatMap((file) => {
      const definition = parsePythonJson(readFileSync(join(folder, file), 'utf8')) as WireDefinition
      return definition.datasets.flatMap((dataset, index) =>
        dataset.tests.map((each, place) =>
          caseOf(definition, dataset, each, `${basename(file, '.json')}/${index + 1}`, `${place + 1} ${each.title}`),
        ),
      )
    })
}

function caseOf({ expectation_type }: WireDefinition, dataset: WireDataset, wire: WireCase, name: string, place: string): Case {
  const { in: kwargs, out } = wire
  const raises = wire.error !== undefined || 'traceback_substring' in out
  return {
    id: `${name}/${place}`,
    dataset: name,
    type: expectation_type,
    data: dataset.data,
    types: dataset.schemas?.['postgresql'] ?? {},
    kwargs: kwargs as Readonly<Record<string, unknown>>,
    out,
    raises,
    tolerance: wire.tolerance ?? 1e-9,
    foreign: foreignOf(wire, dataset),
  }
}

/** Row conditions in pandas' words are read here too, so that a case for pandas alone runs where it has one. */
function foreignOf(wire: WireCase, dataset: WireDataset): string | undefined {
  const suppressed = [...(wire.suppress_test_for ?? []), ...(dataset.suppress_test_for ?? [])]
  if (suppressed.some((each) => ours.includes(each))) return 'suppressed for SQL or PostgreSQL'
  const only = wire.only_for
  if (!only || only.some((each) => ours.includes(each))) return undefined
  const condition = !Array.isArray(wire.in) && 'row_condition' in wire.in
  return condition && only.includes('pandas') ? undefined : `only for ${only.join(', ')}`
}
