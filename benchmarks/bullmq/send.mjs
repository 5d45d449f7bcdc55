// BullMQ as its documentation sets it up: jobs added in bulk, one worker with so many at once, Node's own HTTP client with kept connections.
// node send.mjs REDIS_PORT SINK_PORT HOSTS COUNT AT_ONCE; prints the seconds it took to add all, and to send all.
import http from 'node:http';
import { Queue, Worker } from 'bullmq';

const [redisPort, sinkPort, hosts, count, atOnce] = process.argv.slice(2).map(Number);
const connection = { host: '127.0.0.1', port: redisPort, maxRetriesPerRequest: null };
const agent = new http.Agent({ keepAlive: true });
const queue = new Queue('pixels', { connection });

const url = n => `http://127.0.0.${(n % hosts) + 1}:${sinkPort}/pixel?n=${n}&a=12&o=34&e=56&t=01940000-0000-7000-8000-${String(n).padStart(12, '0')}&payout=25.00&revenue=40.00`;

const get = address => new Promise((resolve, reject) => {
  http.get(address, { agent }, answer => {
    answer.resume();
    answer.on('end', () => answer.statusCode < 300 ? resolve(answer.statusCode) : reject(new Error(`status ${answer.statusCode}`)));
    answer.on('error', reject);
  }).on('error', reject);
});

const addBegan = performance.now();
for (let from = 0; from < count; from += 500) {
  const jobs = [];
  for (let n = from; n < Math.min(count, from + 500); n++)
    jobs.push({ name: 'payout', data: { url: url(n) }, opts: { jobId: `call-${n}`, attempts: 9, backoff: { type: 'exponential', delay: 5000 } } });
  await queue.addBulk(jobs);
}
const added = (performance.now() - addBegan) / 1000;

let done = 0;
const sendBegan = performance.now();
const worker = new Worker('pixels', job => get(job.data.url), { connection, concurrency: atOnce });
await new Promise((resolve, reject) => {
  worker.on('completed', () => { if (++done === count) resolve(); });
  worker.on('failed', (_, error) => reject(error));
});
console.log(JSON.stringify({ added, sent: (performance.now() - sendBegan) / 1000 }));
await worker.close();
await queue.close();
agent.destroy();
