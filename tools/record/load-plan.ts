import { relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { RecordingError, type RecordingPlan } from '@portico/testing/record'
import { repoRoot } from '../workspace.ts'

/** Loads the plan of a test/record.ts. Throws a one-line RecordingError where it, or its connector, does not load. */
export async function loadPlan(file: string): Promise<RecordingPlan> {
  const shown = relative(repoRoot, file)
  let loaded: { readonly plan?: RecordingPlan }
  try {
    loaded = (await import(pathToFileURL(file).href)) as typeof loaded
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) }
    throw new RecordingError(`${shown} does not load: ${name}: ${message}${placeOf(error)}`)
  }
  if (loaded.plan) return loaded.plan
  throw new RecordingError(`${shown} exports no plan: export const plan: RecordingPlan = { … }`)
}

/** Where in the author's own code it was thrown: the only part of the stack that helps to fix it. */
function placeOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  const places = [...stack.matchAll(/(file:\/\/[^\s)]+?)((?::\d+)+)/g)]
  const own = places.find(([, url]) => url!.includes('/connectors/') && !url!.includes('/node_modules/'))
  return own ? ` (${relative(repoRoot, fileURLToPath(own[1]!))}${own[2]})` : ''
}
