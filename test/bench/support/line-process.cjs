const { connect, createServer } = require('node:net');

const [server, roundTrip, megabits] = process.argv.slice(2).map(Number);
const bytesPerMs = (megabits * 1e6) / 8 / 1_000;

/** Bytes that are on their way before no more are taken from the sender. */
const WINDOW = 1024 * 1024;

function carry(from, to) {
  const onTheWay = [];
  let [bytes, freeAt] = [0, 0];
  const arrive = () => {
    const chunk = onTheWay.shift();
    bytes -= chunk.length;
    if (bytes < WINDOW) from.resume();
    to.write(chunk);
  };
  from.on('data', (chunk) => {
    const now = performance.now();
    freeAt = Math.max(freeAt, now) + chunk.length / bytesPerMs;
    setTimeout(arrive, freeAt + roundTrip / 2 - now);
    onTheWay.push(chunk);
    bytes += chunk.length;
    if (bytes >= WINDOW) from.pause();
  });
  from.on('error', () => to.destroy()).on('close', () => to.destroy());
}

const line = createServer((near) => {
  const far = connect({ port: server, host: '127.0.0.1', noDelay: true });
  near.setNoDelay();
  carry(near, far);
  carry(far, near);
});
line.listen(0, '127.0.0.1', () => process.send(line.address().port));
process.on('disconnect', () => process.exit());
