import { runNamedScript } from '../named-script.ts'

await runNamedScript('bench', import.meta.dirname)
