import { runNamedScript } from '../named-script.ts'

await runNamedScript('chaos', import.meta.dirname)
