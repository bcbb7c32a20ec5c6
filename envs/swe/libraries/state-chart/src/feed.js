/** Sends events, or promises of them, one by one until the machine is done; tells how many were taken. */
export async function feed(machine, events) {
  let taken = 0;
  for (const event of events) {
    if (machine.status === 'done') break;
    if (machine.send(await event)) taken += 1;
  }
  return taken;
}
