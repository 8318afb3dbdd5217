import * as metricsDictionary from './metrics-dictionary.ts'
import type { Generator } from './generator.ts'
import { versionModules } from './version-module.ts'

/** Every generated file of the repo. */
export const generators: readonly Generator[] = [metricsDictionary, ...versionModules()]
