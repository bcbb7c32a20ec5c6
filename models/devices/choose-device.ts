import { ConfigError } from '../../core/index.ts'
import {
  type DeviceName,
  type DeviceReport,
  type EngineName,
  engineNames,
  preference,
} from './report.ts'

/** What the user asked for; nothing means: the best there is. */
export interface DeviceRequest {
  readonly engine?: EngineName | undefined
  readonly device?: DeviceName | undefined
}

export interface DeviceChoice {
  readonly engine: EngineName
  readonly device: DeviceName
  /** Why this one, in a few words: to be shown and stored with what was computed. */
  readonly reason: string
}

/**
 * The device to compute on. Engine onnx unless another is asked for or the asked device is only of
 * another; of an engine the first device of `preference` that is there, a software adapter never
 * unless it is asked for.
 * @throws ConfigError for an asked device that is not there: what was asked for is never replaced.
 */
export function chooseDevice(
  { engine: asked, device }: DeviceRequest,
  reports: readonly DeviceReport[],
): DeviceChoice {
  const engine = asked ?? (device === undefined ? 'onnx' : engineOf(device))
  if (device !== undefined) return askedDevice(engine, device, reports)
  const ranked = rank(engine, reports)
  const best = ranked.find(isWorthUsing)
  if (!best) throw nothingThere(engine, reports)
  const better = ranked.slice(0, ranked.indexOf(best)).map(whyNot)
  const why = asked === undefined ? 'the default engine' : 'the engine asked for'
  const reason = [`${why}, its best device here`, ...better].join('; ')
  return { engine, device: best.device, reason }
}

/** The default engine where it has such a device. */
const engineOf = (device: DeviceName): EngineName =>
  engineNames.find((engine) => devicesOf(engine).includes(device)) ?? 'onnx'

const devicesOf = (engine: EngineName): readonly DeviceName[] => preference[engine]

const isWorthUsing = ({ available, software }: DeviceReport) => available && !software

function askedDevice(
  engine: EngineName,
  device: DeviceName,
  reports: readonly DeviceReport[],
): DeviceChoice {
  if (!devicesOf(engine).includes(device)) {
    throw new ConfigError(
      `Cannot use ${device}: engine ${engine} has no such device (choose from ${devicesOf(engine).join(', ')})`,
    )
  }
  const report = reports.find((known) => known.engine === engine && known.device === device)
  if (!report?.available) {
    const advice = report?.missing ? `${report.missing}, or ` : ''
    throw new ConfigError(
      `Cannot use ${device} with engine ${engine}: ${report?.detail ?? 'it was not looked for'} (${advice}${present(engine, reports)})`,
    )
  }
  const note = report.software ? '; a software adapter, slower than the CPU' : ''
  return { engine, device, reason: `asked for${note}` }
}

function nothingThere(engine: EngineName, reports: readonly DeviceReport[]): ConfigError {
  const cpu = reports.find((known) => known.engine === engine && known.device === 'cpu')
  const others = engineNames.filter((name) => rank(name, reports).some(isWorthUsing))
  const instead = others.map((name) => `, or choose engine ${name}`).join('')
  return new ConfigError(
    `Cannot use engine ${engine}: ${cpu?.detail ?? 'it has no device here'} (${cpu?.missing ?? 'see palaestra devices'}${instead})`,
  )
}

function present(engine: EngineName, reports: readonly DeviceReport[]): string {
  const there = rank(engine, reports).filter(({ available }) => available)
  return there.length > 0
    ? `choose from ${there.map(({ device }) => device).join(', ')}`
    : 'see palaestra devices for what there is'
}

/** Reports of an engine, best device first. */
function rank(engine: EngineName, reports: readonly DeviceReport[]): readonly DeviceReport[] {
  return devicesOf(engine).flatMap(
    (device) => reports.find((known) => known.engine === engine && known.device === device) ?? [],
  )
}

const whyNot = ({ device, available, software, detail }: DeviceReport) =>
  available && software ? `${device} is a software adapter (${detail})` : `no ${device} (${detail})`
