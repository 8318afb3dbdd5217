import { globSync } from 'node:fs'
import { join } from 'node:path'
import { github } from '@portico/connector-github'
import { describeConnector, facadeOf } from '@portico/cli/docs'
import type { ActorType, Approval, Reversibility, Sensitivity, SideEffect } from '@portico/core'
import { decide } from '@portico/core'
import { eventFamilies } from '@portico/events'
import { repoRoot } from '../workspace.ts'
import type { Vocabulary } from './check-words.ts'

const approvals: readonly Approval[] = ['A0', 'A1', 'A2', 'A3']
const reversibilities: readonly Reversibility[] = ['R0', 'R1', 'R2', 'R3']
const sensitivities: readonly Sensitivity[] = ['S0', 'S1', 'S2', 'S3']
const sideEffects: readonly SideEffect[] = ['none', 'internal_write', 'external_message', 'external_commitment']
const actors: readonly ActorType[] = ['human', 'observer_agent', 'recommender_agent', 'executor_system', 'automated_workflow']

/** The code's words that the governance pages explain, and the folders that package READMEs explain. */
export function vocabularies(): Vocabulary[] {
  const [operation] = Object.values(describeConnector(github).operations)
  return [
    {
      file: 'docs/governance/connector-facade-standard.md',
      column: 'field',
      words: facadeOf(operation!).map(({ field }) => field),
    },
    { file: 'docs/governance/approval-policy.md', column: 'rule', words: decisionRules() },
    ...['core', 'governance', 'mcp', 'sync', 'quality', 'cli'].map((name) => ({
      file: `packages/${name}/README.md`,
      column: 'folder of src',
      words: foldersOf(`packages/${name}/src`),
    })),
    { file: 'tools/README.md', column: 'folder of tools', words: foldersOf('tools') },
    {
      file: 'docs/governance/events-and-schema.md',
      column: 'family',
      words: eventFamilies.map(({ name, version }) => `${name} ${version}`),
    },
  ]
}

/** Only folders with code: a run leaves others behind. */
function foldersOf(path: string): string[] {
  const files = globSync('*/**/*.ts', { cwd: join(repoRoot, path), exclude: ['node_modules/**'] })
  return [...new Set(files.map((file) => file.split(/[\\/]/, 1)[0]!))]
}

/** The rules of the decision table that decide any of its inputs. */
function decisionRules(): string[] {
  const rules = new Set<string>()
  for (const sideEffect of sideEffects)
    for (const approval of approvals)
      for (const reversibility of reversibilities)
        for (const sensitivity of sensitivities)
          for (const actorType of actors)
            for (const correlationId of [undefined, 'order-1'])
              rules.add(decide({ classes: { sideEffect, approval, reversibility, sensitivity }, actorType, correlationId }).rule)
  return [...rules]
}
