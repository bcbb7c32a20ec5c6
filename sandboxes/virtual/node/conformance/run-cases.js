const asserts = require('./assert-cases.js')
const inspects = require('./inspect-cases.js')

async function main() {
  const sections = {
    comparisons: asserts.comparisons,
    calls: asserts.calls,
    inspections: inspects.inspections,
    formats: inspects.formats,
  }
  const wanted = process.argv[2]
  console.log(JSON.stringify(await sections[wanted]()))
}

main()
