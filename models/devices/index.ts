export { chooseDevice, type DeviceChoice, type DeviceRequest } from './choose-device.ts'
export { listDevices } from './list-devices.ts'
export { type DeviceName, type DeviceReport, type EngineName, engineNames } from './report.ts'
export { setupTensorFlow } from './setup/setup-tensorflow.ts'
