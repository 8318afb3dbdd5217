import { testAgainstDescription } from '@portico/tools/reference-check'
import { plan } from './record.ts'

testAgainstDescription(plan, new URL('./recordings/', import.meta.url))
