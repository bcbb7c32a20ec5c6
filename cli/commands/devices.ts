import { z } from 'zod'
import { messageOf } from '../../core/index.ts'
import {
  chooseDevice,
  type DeviceChoice,
  type DeviceReport,
  engineNames,
  listDevices,
} from '../../models/index.ts'
import { defineCommand } from '../command.ts'

const flags = z.strictObject({
  json: z.boolean().default(false).describe('Print one line of JSON instead of a table.'),
})

export const devicesCommand = defineCommand({
  name: 'devices',
  verb: 'list devices',
  summary: 'Try what this machine can compute models on, and say what is missing for more.',
  operands: [],
  flags,
  examples: ['palaestra devices', 'palaestra devices --json'],
  async run({ flags: { json } }) {
    const devices = await listDevices()
    const choice = choiceOf(devices)
    process.stdout.write(
      json ? `${JSON.stringify({ devices, choice })}\n` : `${devicesTable(devices, choice)}\n`,
    )
    return 0
  },
})

type Choice = DeviceChoice | { readonly problem: string }

function choiceOf(devices: readonly DeviceReport[]): Choice {
  try {
    return chooseDevice({}, devices)
  } catch (error) {
    return { problem: messageOf(error) }
  }
}

/** Devices of each engine, best first; then the one that would be used, and what could be added. */
function devicesTable(devices: readonly DeviceReport[], choice: Choice): string {
  const width = Math.max(...devices.map(({ device }) => device.length)) + 2
  const line = ({ device, available, software, detail }: DeviceReport) => {
    const state = available ? (software ? 'software' : 'yes') : 'no'
    return `  ${device.padEnd(width)}${state.padEnd(10)}${detail}`
  }
  const missing = devices.flatMap(({ engine, device, missing }) =>
    missing === undefined ? [] : [`  ${engine} ${device}: ${missing}`],
  )
  return [
    ...engineNames.flatMap((engine) => [
      `engine ${engine}`,
      ...devices.filter((known) => known.engine === engine).map(line),
      '',
    ]),
    ...('problem' in choice
      ? [choice.problem]
      : [
          `Chosen unless you say otherwise: ${choice.engine} on ${choice.device}.`,
          `  ${choice.reason}.`,
        ]),
    ...(missing.length > 0 ? ['', 'For more:', ...missing] : []),
  ].join('\n')
}
